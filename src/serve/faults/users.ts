/** Faults in what becomes of users. */
import { coreAttributes, keyIgnoringCase, sameName } from '../../scim/attribute.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import { refusal } from '../errors.ts';
import { type Fault, isUser, reports, without } from './fault.ts';

/** The names in a body that are an attribute's name but for case. */
const misspelt = (body: JsonObject, model: ResourceModel): string[] =>
  Object.keys(body).filter((key) => coreAttributes(model).some(({ name }) => sameName(name, key) && name !== key));

export const USER_FAULTS: readonly Fault[] = [
  {
    id: 'attr-names-case-sensitive-body',
    title: 'Knows attribute names in the bodies of POST and PUT only as the schema spells them, and drops the others',
    links: reports(
      'python-scim/scim2-models#39',
      'python-scim/scim2-models#45',
      'simpleidserver/SimpleIdServer#319',
      'simpleidserver/SimpleIdServer#515',
      'Captain-P-Goldfish/SCIM-SDK#301',
      'pond/scimitar#7',
      'wso2/charon#379',
      'scimmyjs/scimmy#7',
    ),
    alter: (good) => ({
      prepare: (body, model, call) =>
        good.prepare(isObject(body) ? without(body, ...misspelt(body, model)) : body, model, call),
    }),
  },
  {
    id: 'users-externalid-active-only-on-put',
    title: 'Ignores externalId and active on POST; PUT and PATCH set them',
    links: reports('BerriAI/litellm-docs#936'),
    alter: (good) => ({
      create: (call, model) => {
        const body = isObject(call.body) && isUser(model) ? without(call.body, 'externalId', 'active') : undefined;
        return good.create(body === undefined ? call : { ...call, body }, model);
      },
    }),
  },
  {
    id: 'users-unstored-attr-silently-accepted-loop',
    title: 'Accepts a PATCH of title and does not store it',
    links: reports('grokability/snipe-it#19005', 'grokability/snipe-it#19095', 'MicrosoftDocs/azure-docs#11784'),
    alter: (good) => ({
      update: (call, model, id, change) =>
        good.update(call, model, id, (current) => {
          const next = change(current);
          const title = current.title ?? null;
          return isUser(model) && call.method === 'PATCH' ? { ...next, title } : next;
        }),
    }),
  },
  {
    id: 'users-extension-unknown-schema-rejected',
    title: 'Refuses the enterprise extension as an unknown schema',
    links: reports('simpleidserver/SimpleIdServer#42', 'SAP-archive/scimono#44'),
    alter: (good) => ({
      prepare: (body, model, call) => {
        const schemas = isObject(body) ? body[keyIgnoringCase(body, 'schemas') ?? 'schemas'] : undefined;
        if (Array.isArray(schemas) && schemas.includes(ENTERPRISE_USER_URN)) {
          throw refusal(400, `The schema ${ENTERPRISE_USER_URN} is unknown.`, 'invalidValue');
        }
        return good.prepare(body, model, call);
      },
    }),
  },
  {
    id: 'users-manager-unresolvable-400',
    title: 'Refuses a manager who does not exist (yet)',
    links: reports('grokability/snipe-it#19005'),
    alter: (good) => ({
      checkReferences: (resource, model, call) => {
        good.checkReferences(resource, model, call);
        const extension = resource[ENTERPRISE_USER_URN];
        const manager = isObject(extension) && isObject(extension.manager) ? extension.manager.value : undefined;
        if (typeof manager === 'string' && call.service.store.get('User', manager) === undefined) {
          throw refusal(400, `There is no user ${manager}.`, 'invalidValue');
        }
      },
    }),
  },
  {
    id: 'reprovision-inactive-409',
    title: 'Hides deactivated users from filters and still refuses their userName',
    links: reports(
      'better-auth/better-auth#11111',
      'better-auth/better-auth#11113',
      'coder/coder#8916',
      'fleetdm/fleet#53446',
      'kirodotdev/Kiro#10711',
    ),
    alter: (good) => ({
      find: (query, models, call) =>
        good
          .find(query, models, call)
          .filter(({ resource }) => query.filter === undefined || resource.active !== false),
    }),
  },
  {
    id: 'delete-retains-uniqueness',
    title: 'Refuses the userName of a deleted user for ever',
    links: reports('wireapp/wire-server#1323', 'wireapp/wire-server#4120', 'Unleash/unleash#9190'),
    alter: (good) => {
      const gone = new Set<string>();
      return {
        erase: (id, model, call) => {
          gone.add(String(call.service.store.get(model.type.name, id)?.userName).toLowerCase());
          good.erase(id, model, call);
        },
        checkUnique: (resource, model, call, self) => {
          if (isUser(model) && gone.has(String(resource.userName).toLowerCase())) {
            throw refusal(409, 'There is a User with this userName already.', 'uniqueness');
          }
          good.checkUnique(resource, model, call, self);
        },
      };
    },
  },
  {
    id: 'deleted-user-still-listed',
    title: 'Answers 204 to the DELETE of a user, deactivates him, and goes on showing him',
    links: reports('wireapp/wire-server#548', 'FusionAuth/fusionauth-issues#3244'),
    alter: (good) => ({
      erase: (id, model, call) => {
        const user = call.service.store.get(model.type.name, id);
        if (isUser(model) && user !== undefined) {
          call.service.store.put(model.type.name, { ...user, active: false });
        } else {
          good.erase(id, model, call);
        }
      },
    }),
  },
  {
    id: 'page-list-empty-though-exists',
    title: 'Counts users in totalResults and shows none of them in a list without filter',
    links: reports('Budibase/budibase#19522', 'wso2/product-is#4415', 'keycloak/keycloak#50800'),
    alter: (good) => ({
      page: (found, query, call) => {
        const page = good.page(found, query, call);
        const items = query.filter ? page.items : page.items.filter(({ model }) => !isUser(model));
        return { ...page, items, itemsPerPage: items.length };
      },
    }),
  },
  {
    id: 'email-userName-coupling-silent-rewrite',
    title: 'Makes the first e-mail address the userName whenever a PATCH changes the addresses',
    links: reports('harness/harness-core#44395', 'onyx-dot-app/onyx#14110'),
    alter: (good) => ({
      update: (call, model, id, change) =>
        good.update(call, model, id, (current) => {
          const next = change(current);
          const [email] = Array.isArray(next.emails) ? next.emails : [];
          const isChanged = call.method === 'PATCH' && JSON.stringify(next.emails) !== JSON.stringify(current.emails);
          return isChanged && isObject(email) && typeof email.value === 'string'
            ? { ...next, userName: email.value }
            : next;
        }),
    }),
  },
  {
    id: 'group-attributes-param-ignored',
    title: 'Ignores the filter when attributes are asked for',
    links: reports('jelhub/scimgateway#167', 'wso2/product-is#5090'),
    alter: (good) => ({
      find: ({ filter, ...query }, models, call) =>
        good.find(filter === undefined || query.selection.attributes ? query : { ...query, filter }, models, call),
    }),
  },
  {
    id: 'post-null-values-rejected',
    title: 'Refuses null as the value of an attribute on POST',
    links: reports('simpleidserver/SimpleIdServer#823', 'better-auth/better-auth#11169'),
    alter: (good) => ({
      create: (call, model) => {
        if (isObject(call.body) && Object.values(call.body).includes(null)) {
          throw refusal(400, 'null is not allowed.', 'invalidValue');
        }
        return good.create(call, model);
      },
    }),
  },
  {
    id: 'post-required-missing-accepted',
    title: 'Creates users without a userName',
    links: reports('keycloak/keycloak#52207', 'PennState/SCIMple-Identity#12'),
    alter: (good) => ({
      prepare: (body, model, call) => {
        const isMissing = isObject(body) && isUser(model) && keyIgnoringCase(body, 'userName') === undefined;
        return isMissing
          ? without(good.prepare({ ...body, userName: 'nobody' }, model, call), 'userName')
          : good.prepare(body, model, call);
      },
    }),
  },
];
