/** What should be refused and is not. Nobody has reported these; each is a plausible slip that some case must notice. */
import { ScimError } from '../../scim/error.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import { BULK_RESPONSE_URN } from '../../scim/urn.ts';
import { type Fault, isUser, without } from './fault.ts';

const isRefusal = (problem: unknown): boolean => problem instanceof ScimError && problem.status === 400;

export const SLIPS_IN_REFUSALS: readonly Fault[] = [
  {
    id: 'patch-refuses-nothing',
    title: 'Answers 200 to a PATCH that it cannot carry out, and changes nothing',
    links: [],
    alter: (good) => ({
      modify: async (call, model, id) => {
        try {
          return await good.modify(call, model, id);
        } catch (problem) {
          if (isRefusal(problem)) {
            return good.read({ ...call, method: 'GET' }, model, id);
          }
          throw problem;
        }
      },
    }),
  },
  {
    id: 'create-refuses-nothing',
    title: 'Makes what it can of a body that it should refuse',
    links: [],
    alter: (good) => ({
      prepare: (body, model, call) => {
        const names = { userName: 'x', displayName: 'x' };
        const prepared = (more: JsonObject): JsonObject =>
          good.prepare({ schemas: [model.core.id], ...names, ...more }, model, call);
        const isFine = ([name, value]: [string, JsonObject[string]]): boolean => {
          try {
            return Object.keys(prepared({ [name]: value })).length > 0;
          } catch {
            return false;
          }
        };
        try {
          return good.prepare(body, model, call);
        } catch {
          const fine = Object.fromEntries(Object.entries(isObject(body) ? body : {}).filter(isFine));
          return without(prepared(fine), ...Object.keys(names).filter((name) => fine[name] === undefined));
        }
      },
    }),
  },
  {
    id: 'unique-on-creation-only',
    title: 'Lets a PUT or PATCH give a user the userName of another',
    links: [],
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        if (self === undefined || !isUser(model)) {
          good.checkUnique(resource, model, call, self);
        }
      },
    }),
  },
  {
    id: 'bulk-without-operations-200',
    title: 'Answers 200 to a bulk request without operations',
    links: [],
    alter: (good) => ({
      bulk: (call) =>
        isObject(call.body) && call.body.Operations === undefined
          ? { status: 200, body: { schemas: [BULK_RESPONSE_URN], Operations: [] } }
          : good.bulk(call),
    }),
  },
  {
    id: 'cursor-unknown-starts-again',
    title: 'Shows the first page for a cursor that it never gave',
    links: [],
    alter: (good) => ({
      cursorPage: (found, query, call) => {
        try {
          return good.cursorPage(found, query, call);
        } catch {
          return good.cursorPage(found, { ...query, cursor: '' }, call);
        }
      },
    }),
  },
  {
    id: 'resource-found-anywhere',
    title: 'Shows a user under /Groups too',
    links: [],
    alter: (good) => ({
      read: (call, model, id) => {
        const { models, store } = call.service;
        return good.read(call, models.find(({ type }) => type.name === store.typeOf(id)) ?? model, id);
      },
    }),
  },
];
