/** Slips of one endpoint, or of one form of a request, where all the others are right. */
import { sameName } from '../../scim/attribute.ts';
import { isObject, type Json } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import type { Answer, Behaviour, Call } from '../behaviour.ts';
import { crash, type Fault, isGroup, isListing, isUser, mapTexts, without } from './fault.ts';

/** Fails on bodies that cannot be read, where this is true of the call. */
const stumbling =
  (applies: (call: Call) => boolean) =>
  (good: Behaviour): Partial<Behaviour> => ({
    readBody(contentType, text, call) {
      try {
        return good.readBody(contentType, text, call);
      } catch (problem) {
        if (applies(call)) crash('Unexpected end of input');
        throw problem;
      }
    },
  });

/** UTF-8 that was read as Latin-1. */
const mangled = (json: Json): Json => mapTexts(json, (text) => Buffer.from(text, 'utf8').toString('latin1'));

const LENGTH = 64;

/** Keeps the beginning of a new text. */
const cutting =
  (name: string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    prepare(body, model, call) {
      const prepared = good.prepare(body, model, call);
      const text = prepared[name];
      return typeof text === 'string' ? { ...prepared, [name]: text.slice(0, LENGTH) } : prepared;
    },
  });

const isBearer = (header: string | undefined): boolean => header === undefined || /^bearer\b/i.test(header);

/** The first of several members of the resource, or operations of the PATCH, in the data of a bulk operation. */
const firstOnly =
  (name: string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    readBulkOperation(json, call) {
      const { data, ...operation } = good.readBulkOperation(json, call);
      if (data === undefined) return operation;
      const several = isObject(data) ? data[name] : undefined;
      return {
        ...operation,
        data: isObject(data) && Array.isArray(several) ? { ...data, [name]: several.slice(0, 1) } : data,
      };
    },
  });

export const SLIPS_EVERYWHERE: readonly Fault[] = [
  {
    id: 'auth-challenge-of-another-scheme',
    title: 'Asks for a password in its challenge, and takes bearer tokens',
    links: [],
    alter: (good) => ({
      respond(answer, call): Answer {
        const { headers, ...rest } = good.respond(answer, call);
        return {
          ...rest,
          headers: { ...headers, ...(rest.status === 401 ? { 'www-authenticate': 'Basic realm="scim"' } : {}) },
        };
      },
    }),
  },
  {
    id: 'auth-other-scheme-500',
    title: 'Fails with 500 on credentials that are no bearer token',
    links: [],
    alter: (good) => ({
      authenticate: (call) => (isBearer(call.headers.authorization) ? good.authenticate(call) : crash('no token')),
    }),
  },
  {
    id: 'malformed-change-500',
    title: 'Fails with 500 on a PUT or PATCH that is not JSON',
    links: [],
    alter: stumbling(({ method }) => method === 'PUT' || method === 'PATCH'),
  },
  {
    id: 'malformed-group-500',
    title: 'Fails with 500 on a group that is not JSON',
    links: [],
    alter: stumbling(({ segments }) => segments[0] === 'Groups'),
  },
  {
    id: 'malformed-message-500',
    title: 'Fails with 500 on a search or bulk request that is not JSON',
    links: [],
    alter: stumbling((call) => isListing(call) || call.segments[0] === 'Bulk'),
  },
  {
    id: 'body-prototype-500',
    title: 'Fails with 500 on a body that has a prototype',
    links: [],
    alter: (good) => ({
      readBody: (contentType, text, call) =>
        text.includes('"__proto__"') ? crash('cannot merge') : good.readBody(contentType, text, call),
    }),
  },
  {
    id: 'read-below-a-resource',
    title: 'Shows the user at every path below him',
    links: [],
    alter: (good) => ({
      dispatch: (call) =>
        good.dispatch(
          call.method === 'GET' && call.segments[0] === 'Users' && call.segments.length > 2
            ? { ...call, segments: call.segments.slice(0, 2) }
            : call,
        ),
    }),
  },
  {
    id: 'create-by-external-id-overwrites',
    title: 'Makes of a new user the one who has the externalId already',
    links: [],
    alter: (good) => ({
      async create(call, model) {
        const { externalId = null } = isObject(call.body) ? call.body : {};
        const known = externalId === null ? [] : call.service.store.idsBy('User', 'externalId', String(externalId));
        const [id] = isUser(model) ? known : [];
        return id === undefined ? good.create(call, model) : { ...(await good.replace(call, model, id)), status: 201 };
      },
    }),
  },
  {
    id: 'list-texts-mangled',
    title: 'Reads texts that are not ASCII as Latin-1 when it lists them',
    links: [],
    alter: (good) => ({
      project: (found, selection, call) => {
        const shown = good.project(found, selection, call);
        const { title } = shown;
        return isListing(call) && title !== undefined ? { ...shown, title: mangled(title) } : shown;
      },
    }),
  },
  {
    id: 'patch-texts-mangled',
    title: 'Reads texts that are not ASCII as Latin-1 when a PATCH brings them',
    links: [],
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) =>
        good.applyOperation(
          resource,
          operation.value === undefined ? operation : { ...operation, value: mangled(operation.value) },
          model,
          call,
        ),
    }),
  },
  {
    id: 'user-name-cut',
    title: 'Keeps 64 characters of a userName',
    links: [],
    alter: cutting('userName'),
  },
  {
    id: 'group-name-cut',
    title: 'Keeps 64 characters of the name of a group',
    links: [],
    alter: cutting('displayName'),
  },
  {
    id: 'extension-urn-case-sensitive',
    title: 'Leaves out an extension whose URN is written in another case',
    links: [],
    alter: (good) => ({
      prepare(body, model, call) {
        const isStranger = (name: string): boolean =>
          sameName(name, ENTERPRISE_USER_URN) && name !== ENTERPRISE_USER_URN;
        const strangers = isObject(body) ? Object.keys(body).filter(isStranger) : [];
        return good.prepare(isObject(body) ? without(body, ...strangers) : body, model, call);
      },
    }),
  },
  {
    id: 'group-members-as-text-500',
    title: 'Fails with 500 on a group whose members are a text',
    links: [],
    alter: (good) => ({
      prepare: (body, model, call) =>
        isObject(body) && typeof body.members === 'string' ? crash('no map') : good.prepare(body, model, call),
    }),
  },
  {
    id: 'id-of-another-script-500',
    title: 'Fails with 500 on an id that is not ASCII',
    links: [],
    alter: (good) => ({
      read: (call, model, id) => (/[^\x20-\x7e]/.test(id) ? crash('bad id') : good.read(call, model, id)),
    }),
  },
  {
    id: 'bulk-group-not-replaced',
    title: 'Answers a PUT of a group in a bulk request with the group as it was',
    links: [],
    alter: (good) => ({
      dispatch: (call) =>
        good.dispatch(
          call.bulk !== undefined && call.method === 'PUT' && call.segments[0] === 'Groups'
            ? { ...call, method: 'GET' }
            : call,
        ),
    }),
  },
  {
    id: 'etag-of-group-never-current',
    title: 'Takes every version of a group for a stale one',
    links: [],
    alter: (good) => ({
      checkVersion: (current, model, call) =>
        good.checkVersion(
          current,
          model,
          isGroup(model) && call.headers['if-match'] !== undefined
            ? { ...call, headers: { ...call.headers, 'if-match': '"never"' } }
            : call,
        ),
    }),
  },
  {
    id: 'bulk-patch-first-operation-only',
    title: 'Carries out the first operation only of a PATCH in a bulk request',
    links: [],
    alter: firstOnly('Operations'),
  },
  {
    id: 'bulk-first-member-only',
    title: 'Puts the first member only into a group that a bulk request makes',
    links: [],
    alter: firstOnly('members'),
  },
  {
    id: 'bulk-operation-malformed-500',
    title: 'Fails with 500 on a bulk operation without a path',
    links: [],
    alter: (good) => ({
      readBulkOperation: (json, call) =>
        isObject(json) && typeof json.path === 'string' ? good.readBulkOperation(json, call) : crash('no path'),
    }),
  },
  {
    id: 'etag-first-of-several-only',
    title: 'Looks at the first only of several versions in a condition',
    links: [],
    alter: (good) => ({
      read(call, model, id) {
        const [known] = call.headers['if-none-match']?.split(',') ?? [];
        return good.read(
          known === undefined ? call : { ...call, headers: { ...call.headers, 'if-none-match': known } },
          model,
          id,
        );
      },
    }),
  },
  {
    id: 'etag-of-before-in-patch',
    title: 'Answers a PATCH with the version that the resource had before',
    links: [],
    alter: (good) => ({
      async modify(call, model, id) {
        const { 'if-none-match': _condition, ...headers } = call.headers;
        const { headers: before } = await good.read({ ...call, headers }, model, id);
        const { body = null, ...answer } = await good.modify(call, model, id);
        const meta = isObject(body) && isObject(body.meta) ? { ...body.meta, version: before?.etag ?? null } : null;
        return {
          ...answer,
          headers: { ...answer.headers, ...(before?.etag === undefined ? {} : { etag: before.etag }) },
          body: isObject(body) && meta !== null ? { ...body, meta } : body,
        };
      },
    }),
  },
];
