/** Slips in discovery documents, headers and answers of all kinds. Each is plausible, and some case must notice it. */
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, GROUP_URN } from '../../scim/urn.ts';
import type { Answer, Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { withRooms } from '../variations/attributes.ts';
import { crash, type Fault, isUser, showing } from './fault.ts';

const config =
  (change: (document: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    serviceProviderConfig: (call) => change(good.serviceProviderConfig(call)),
  });

/** The last word on answers. */
const answering =
  (change: (answer: Answer, call: Call) => Answer) =>
  (good: Behaviour): Partial<Behaviour> => ({ respond: (answer, call) => good.respond(change(answer, call), call) });

const challenging = (change: (challenge: string) => string): Fault['alter'] =>
  answering((answer) => {
    const challenge = answer.headers?.['www-authenticate'];
    return challenge === undefined
      ? answer
      : { ...answer, headers: { ...answer.headers, 'www-authenticate': change(challenge) } };
  });

/** Keeps what is posted to the discovery endpoints and lists it. */
const writable = (good: Behaviour): Partial<Behaviour> => {
  const added = new Map<string, JsonObject>();
  const addedTo = (kind: string): JsonObject[] =>
    [...added].flatMap(([place, document]) => (place.startsWith(`${kind}/`) ? [document] : []));
  return {
    resourceTypes: (call) => [...good.resourceTypes(call), ...addedTo('ResourceTypes')],
    schemas: (call) => [...good.schemas(call), ...addedTo('Schemas')],
    dispatch: (call) => {
      const [kind = ''] = call.segments;
      if (!['ResourceTypes', 'Schemas'].includes(kind)) return good.dispatch(call);
      if (call.method === 'DELETE') return { status: added.delete(call.segments.join('/')) ? 204 : 404 };
      if (call.method !== 'POST' || !isObject(call.body)) return good.dispatch(call);
      added.set(`${kind}/${String(call.body.id)}`, call.body);
      return { status: 201, body: call.body };
    },
  };
};

const written = (value: Json, change: (text: string) => string): string => change(JSON.stringify(value));

export const SLIPS_IN_DOCUMENTS: readonly Fault[] = [
  {
    id: 'config-scheme-type-invented',
    title: 'Gives its authentication scheme a type that no RFC knows',
    links: [],
    alter: config((document) => ({
      ...document,
      authenticationSchemes: asList(document.authenticationSchemes).map((scheme) =>
        isObject(scheme) ? { ...scheme, type: 'apikey' } : scheme,
      ),
    })),
  },
  {
    id: 'config-schemes-all-primary',
    title: 'Calls each of its authentication schemes the primary one',
    links: [],
    alter: config((document) => {
      const [first = null] = asList(document.authenticationSchemes);
      return { ...document, authenticationSchemes: [first, isObject(first) ? { ...first, type: 'oauth2' } : first] };
    }),
  },
  {
    id: 'config-events-malformed',
    title: 'Describes its security events in words of its own',
    links: [],
    alter: config((document) => ({
      ...document,
      securityEvents: { asyncRequest: 'sometimes', eventUris: ['user created'] },
    })),
  },
  {
    id: 'config-smaller-pages-than-given',
    title: 'Says that a page has three resources at most, and gives more',
    links: [],
    alter: config((document) => ({ ...document, filter: { supported: true, maxResults: 3 } })),
  },
  {
    id: 'types-one-extension-bare',
    title: 'Lists the one extension of a resource type without a list around it',
    links: [],
    alter: (good) => ({
      resourceTypes: (call) =>
        good.resourceTypes(call).map((type) => {
          const [only, ...others] = asList(type.schemaExtensions);
          return only === undefined || others.length > 0 ? type : { ...type, schemaExtensions: only };
        }),
    }),
  },
  {
    id: 'types-in-singular',
    title: 'Serves rooms under an endpoint in the singular',
    links: [],
    models: (models) =>
      withRooms(models).map((model) =>
        model.type.name === 'Room' ? { ...model, type: { ...model.type, endpoint: '/Room' } } : model,
      ),
    alter: () => ({}),
  },
  {
    id: 'types-of-its-own-bare',
    title: 'Lists its own resource type without a ListResponse',
    links: [],
    models: withRooms,
    alter: (good) => ({
      list: (call, models) => (call.segments[0] === 'Rooms' ? { status: 200, body: [] } : good.list(call, models)),
    }),
  },
  {
    id: 'types-extension-required-on-paper',
    title: 'Calls the enterprise extension required and takes users without it',
    links: [],
    alter: (good) => ({
      resourceTypes: (call) =>
        good.resourceTypes(call).map((type) => ({
          ...type,
          ...(type.name === 'User' ? { schemaExtensions: [{ schema: ENTERPRISE_USER_URN, required: true }] } : {}),
        })),
    }),
  },
  {
    id: 'schemas-canonical-values-as-text',
    title: 'Writes the canonical values of the attributes of groups into one text',
    links: [],
    alter: (good) => ({
      schemas: (call) =>
        good
          .schemas(call)
          .map((schema) =>
            schema.id === GROUP_URN
              ? JSON.parse(
                  JSON.stringify(schema, (key, value: unknown) =>
                    key === 'canonicalValues' && Array.isArray(value) ? value.join(', ') : value,
                  ),
                )
              : schema,
          ),
    }),
  },
  { id: 'discovery-writable', title: 'Lets clients add resource types and schemas', links: [], alter: writable },
  {
    id: 'accept-plain-json-406',
    title: 'Answers 406 to a client that accepts only application/json',
    links: [],
    alter: (good) => ({
      admit: (call) =>
        call.headers.accept === 'application/json'
          ? good.errorAnswer(refusal(406, 'Only application/scim+json is produced here.'), call)
          : good.admit(call),
    }),
  },
  {
    id: 'path-with-dot-500',
    title: 'Fails on a path that ends in a suffix for the format',
    links: [],
    alter: (good) => ({
      admit: (call) => (call.segments.at(-1)?.endsWith('.scim') ? crash('no renderer for scim') : good.admit(call)),
    }),
  },
  {
    id: 'prefer-refused',
    title: 'Refuses requests with a Prefer header',
    links: [],
    alter: (good) => ({
      admit: (call) =>
        call.headers.prefer === undefined
          ? good.admit(call)
          : good.errorAnswer(refusal(400, 'Prefer is not supported.'), call),
    }),
  },
  {
    id: 'delete-with-body-refused',
    title: 'Refuses a DELETE that comes with a body',
    links: [],
    alter: (good) => ({
      remove: (call, model, id) => {
        if (call.headers['content-type'] !== undefined) throw refusal(400, 'DELETE takes no body.');
        return good.remove(call, model, id);
      },
    }),
  },
  {
    id: 'challenge-bare',
    title: 'Says nothing but Bearer in its challenges',
    links: [],
    alter: challenging(() => 'Bearer'),
  },
  {
    id: 'challenge-always-an-error',
    title: 'Calls a missing credential an invalid token',
    links: [],
    alter: challenging((challenge) =>
      challenge.includes('error=') ? challenge : `${challenge}, error="invalid_token"`,
    ),
  },
  {
    id: 'me-as-it-is',
    title: 'Answers /Me with everything, and as if /Me were its address',
    links: [],
    alter: (good) => ({
      me: (call) => {
        const id = 'a4c1e0b8-2f65-4d6c-9a41-0c1d2e3f4a5b';
        const permanent = `${call.baseUrl}/Users/${id}`;
        const meta = { resourceType: 'User', location: `${call.baseUrl}/Me` };
        const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id, userName: 'service', active: true };
        return call.method === 'GET'
          ? { status: 200, headers: { location: permanent }, body: { ...user, meta } }
          : good.me(call);
      },
    }),
  },
  {
    id: 'total-with-fraction',
    title: 'Writes totalResults as a number with a fraction',
    links: [],
    alter: answering((answer) =>
      isObject(answer.body) && typeof answer.body.totalResults === 'number'
        ? { ...answer, text: written(answer.body, (text) => text.replace(/("totalResults":\d+)/, '$1.0')) }
        : answer,
    ),
  },
  {
    id: 'resource-cached-by-anybody',
    title: 'Lets public caches keep its answers',
    links: [],
    alter: answering((answer) => ({
      ...answer,
      headers: { ...answer.headers, 'cache-control': 'public, max-age=60' },
    })),
  },
  {
    id: 'resource-with-nulls',
    title: 'Shows null where a user has no title',
    links: [],
    alter: showing((shown, { model }) => (isUser(model) ? { title: null, ...shown } : shown)),
  },
  {
    id: 'resource-modified-tomorrow',
    title: 'Shows new resources as modified a day after they were created',
    links: [],
    alter: showing((shown, _found, { method, segments }) => {
      const { meta } = shown;
      if (method !== 'POST' || segments.length !== 1 || !isObject(meta)) return shown;
      const tomorrow = new Date(Date.parse(String(meta.created)) + 86_400_000).toISOString();
      return { ...shown, meta: { ...meta, lastModified: tomorrow } };
    }),
  },
  {
    id: 'put-unknown-redirected',
    title: 'Redirects a PUT of a user that there is not to the users, with 302',
    links: [],
    alter: (good) => ({
      replace: async (call, model, id) =>
        call.service.store.get(model.type.name, id) === undefined
          ? { status: 302, headers: { location: `${call.baseUrl}${model.type.endpoint}` } }
          : good.replace(call, model, id),
    }),
  },
  {
    id: 'error-keyword-with-404',
    title: 'Says invalidPath when a resource is not found',
    links: [],
    alter: (good) => ({
      errorAnswer: (error, call) => {
        const answer = good.errorAnswer(error, call);
        return answer.status === 404 && isObject(answer.body)
          ? { ...answer, body: { ...answer.body, scimType: 'invalidPath' } }
          : answer;
      },
    }),
  },
];
