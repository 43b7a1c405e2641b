/** Faults in how PATCH requests are carried out and answered. */
import { keyIgnoringCase } from '../../scim/attribute.ts';
import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { PATCH_URN } from '../../scim/urn.ts';
import { refusal } from '../errors.ts';
import { type Fault, isGroup, reports } from './fault.ts';

const operationsIn = (body: Json | undefined): readonly Json[] => {
  const operations = isObject(body) ? body[keyIgnoringCase(body, 'Operations') ?? ''] : undefined;
  return Array.isArray(operations) ? operations : [];
};

export const PATCH_ANSWER_FAULTS: readonly Fault[] = [
  {
    id: 'patch-schemas-not-validated',
    title: 'Takes any schemas, and no Operations at all, in a PATCH',
    links: reports('python-scim/scim2-models#93'),
    alter: (good) => ({
      readPatch: (body, model, call) =>
        isObject(body) && operationsIn(body).length === 0
          ? []
          : good.readPatch(isObject(body) ? { ...body, schemas: [PATCH_URN] } : body, model, call),
    }),
  },
  {
    id: 'group-patch-method-not-allowed',
    title: 'Answers 405 to PATCH on groups',
    links: reports('goauthentik/authentik#11249'),
    alter: (good) => ({
      modify: (call, model, id) => {
        if (isGroup(model)) {
          throw refusal(405, 'Method not allowed.');
        }
        return good.modify(call, model, id);
      },
    }),
  },
  {
    id: 'patch-not-atomic',
    title: 'Stores the result of each operation before it looks at the next',
    links: reports(
      'PennState/SCIMple-Identity#51',
      'python-scim/scim2-models#155',
      'kortix-ai/suna#7298',
      'thomaspoignant/scim-patch#215',
    ),
    alter: (good) => ({
      modify: async (call, model, id) => {
        const [first, ...others] = operationsIn(call.body).map(
          (operation): JsonObject => ({ schemas: [PATCH_URN], Operations: [operation] }),
        );
        let answer = await good.modify(first === undefined ? call : { ...call, body: first }, model, id);
        for (const body of others) {
          answer = await good.modify({ ...call, body }, model, id);
        }
        return answer;
      },
    }),
  },
  {
    id: 'patch-attributes-param-ignored-204',
    title: 'Answers 204 to a PATCH that asks for attributes',
    links: reports('better-auth/better-auth#10421'),
    alter: (good) => ({
      modify: async (call, model, id) => {
        const answer = await good.modify(call, model, id);
        return call.query.has('attributes') ? { status: 204 } : answer;
      },
    }),
  },
  {
    id: 'patch-no-change-400',
    title: 'Answers 400 to a PATCH that changes nothing',
    links: reports('better-auth/better-auth#8549'),
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const before = call.service.store.get(model.type.name, id);
        const after = await good.update(call, model, id, change);
        if (before === after && call.method === 'PATCH') {
          throw refusal(400, 'No valid fields to update.', 'invalidValue');
        }
        return after;
      },
    }),
  },
  {
    id: 'patch-unknown-path-silently-ignored',
    title: 'Ignores operations whose path names no attribute, and answers 200',
    links: reports(
      'NorthlandPositronics/Cogtrix#432',
      'NorthlandPositronics/Cogtrix#2803',
      'NorthlandPositronics/Cogtrix#457',
    ),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        try {
          return good.applyOperation(resource, operation, model, call);
        } catch (problem) {
          if (problem instanceof ScimError && problem.scimType === 'invalidPath') {
            return resource;
          }
          throw problem;
        }
      },
    }),
  },
];
