/** Faults of the bulk endpoint. */
import { isObject, type Json } from '../../scim/json.ts';
import { type Fault, page, reports } from './fault.ts';

export const BULK_FAULTS: readonly Fault[] = [
  {
    id: 'bulk-bulkid-not-resolved',
    title: 'Leaves bulkId references as they stand instead of putting the new ids in their place',
    links: reports('wso2/product-is#3300', 'wso2/charon#393', 'limosa-io/laravel-scim-server#56'),
    alter: () => ({ resolveBulkIds: (data) => data }),
  },
  {
    id: 'bulk-limits-not-enforced',
    title: 'Publishes maxOperations and maxPayloadSize and takes any number and size',
    links: reports('apache/directory-scimple#1125', 'wso2/product-is#19541', 'wso2/charon#400'),
    alter: () => ({ checkBulk: () => {} }),
  },
  {
    id: 'bulk-failonerrors-ignored',
    title: 'Goes on after as many failures as failOnErrors allows',
    links: reports('gravitee-io/gravitee-access-management#5075', 'indigo-iam/iam#969'),
    alter: () => ({ stopBulk: () => false }),
  },
  {
    id: 'bulk-response-shape',
    title: 'Writes the status of a bulk operation as an object with a code',
    links: reports('wso2/product-is#16110', 'wso2/product-is#13046'),
    alter: (good) => ({
      bulkResult: (operation, answer, call) => ({
        ...good.bulkResult(operation, answer, call),
        status: { code: String(answer.status) },
      }),
    }),
  },
  {
    id: 'bulk-advertised-unsupported-bad-reply',
    title: 'Says that it has no bulk and answers POST /Bulk with an HTML page',
    links: reports('keycloak/keycloak#50366'),
    alter: (good) => ({
      bulk: () => page(404, 'Not Found'),
      serviceProviderConfig: (call) => ({
        ...good.serviceProviderConfig(call),
        bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      }),
    }),
  },
  {
    id: 'bulk-not-persisted',
    title: 'Answers 201 to the POST operations of a bulk request and keeps nothing',
    links: reports('simpleidserver/SimpleIdServer#286'),
    alter: (good) => ({
      bulk: async (call) => {
        const answer = await good.bulk(call);
        const results: Json | undefined = isObject(answer.body) ? answer.body.Operations : undefined;
        for (const result of Array.isArray(results) ? results.filter(isObject) : []) {
          const [type, id = ''] = String(result.location).split('/').slice(-2);
          if (result.method === 'POST') {
            call.service.store.remove(type === 'Users' ? 'User' : 'Group', id);
          }
        }
        return answer;
      },
    }),
  },
  {
    id: 'bulk-operation-not-validated',
    title: 'Carries out bulk operations with any method and path, GET /Users too',
    links: reports('TheMorpheus407/the-dmz#1182'),
    alter: (good) => ({
      readBulkOperation: (json, call) =>
        isObject(json) && typeof json.path === 'string' && json.method === 'GET'
          ? { method: 'GET', path: json.path }
          : good.readBulkOperation(json, call),
    }),
  },
];
