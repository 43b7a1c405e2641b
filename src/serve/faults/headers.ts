/** Faults of media types, versions and locations. */
import { mediaType } from '../body.ts';
import { refusal } from '../errors.ts';
import { type Fault, reports } from './fault.ts';

export const HEADER_FAULTS: readonly Fault[] = [
  {
    id: 'request-content-type-json-rejected',
    title: 'Refuses request bodies of the type application/json',
    links: reports(
      'Captain-P-Goldfish/SCIM-SDK#629',
      'Captain-P-Goldfish/SCIM-SDK#636',
      'indigo-iam/iam#1285',
      'harness/harness-core#39517',
      'scimmyjs/scimmy-routers#22',
    ),
    alter: (good) => ({
      readBody: (contentType, text, call) => {
        if (contentType !== undefined && mediaType(contentType) === 'application/json') {
          throw refusal(415, 'Only application/scim+json is supported.');
        }
        return good.readBody(contentType, text, call);
      },
    }),
  },
  {
    id: 'request-content-type-scim-json-unparsed',
    title: 'Does not read request bodies of the type application/scim+json, and takes them for empty',
    links: reports(
      'medplum/medplum#4143',
      'oxidecomputer/dropshot#1413',
      'MicrosoftDocs/azure-docs#12728',
      'PowerDMS/Owin.Scim#1',
    ),
    alter: (good) => ({
      readBody: (contentType, text, call) =>
        contentType !== undefined && mediaType(contentType) === 'application/scim+json'
          ? {}
          : good.readBody(contentType, text, call),
    }),
  },
  {
    id: 'request-content-type-charset-rejected',
    title: 'Refuses a Content-Type with a charset',
    links: reports('limosa-io/laravel-scim-server#8', 'wso2/product-is#6996', 'pond/scimitar#20'),
    alter: (good) => ({
      readBody: (contentType, text, call) => {
        if (contentType?.includes(';')) {
          throw refusal(415, `${contentType} is not supported.`);
        }
        return good.readBody(contentType, text, call);
      },
    }),
  },
  {
    id: 'etag-if-match-ignored',
    title: 'Sends versions and ignores If-Match',
    links: reports(
      'apache/directory-scimple#534',
      'Tr3kkR/Yuzu#2027',
      'GluuFederation/SCIM-Client#51',
      'GluuFederation/SCIM-Client#53',
    ),
    alter: () => ({ checkVersion: () => {} }),
  },
  {
    id: 'location-header-wrong-tenant',
    title: 'Leaves the first part of its base path out of the Location header',
    links: reports(
      'wso2/product-is#7317',
      'wso2/product-is#6621',
      'wso2-extensions/identity-inbound-provisioning-scim2#208',
    ),
    alter: (good) => ({
      show: (status, found, call) => {
        const answer = good.show(status, found, call);
        const url = new URL(answer.headers?.location ?? call.baseUrl);
        const location = `${url.origin}${url.pathname.replace(/^\/[^/]+/, '')}`;
        return { ...answer, headers: { ...answer.headers, location } };
      },
    }),
  },
  {
    id: 'location-internal-host-or-http',
    title: 'Builds locations from the name it has inside its own network',
    links: reports('jelhub/scimgateway#110', 'simpleidserver/SimpleIdServer#37', 'scimmyjs/scimmy-routers#19'),
    alter: (good) => ({
      location: (model, id, call) =>
        good.location(model, id, call).replace(/^https?:\/\/[^/]+/, 'http://scim.internal:8080'),
    }),
  },
  {
    id: 'location-host-header-injection',
    title: 'Builds locations from whatever the Host header says',
    links: reports('NorthlandPositronics/Cogtrix#358', 'NorthlandPositronics/Cogtrix#360'),
    alter: (good) => ({
      location: (model, id, call) =>
        good.location(model, id, call).replace(/^https?:\/\/[^/]+/, `http://${call.headers.host ?? 'localhost'}`),
    }),
  },
];
