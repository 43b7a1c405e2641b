/** Slips in bulk requests. Each is plausible, and some case must notice it. */
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { type Fault, without } from './fault.ts';

/** Does something else with the operations of a bulk request, before they are read. */
const bulkReading =
  (change: (operations: readonly Json[], call: Call) => readonly Json[]) =>
  (good: Behaviour): Partial<Behaviour> => ({
    bulk: (call) =>
      good.bulk(
        isObject(call.body) && Array.isArray(call.body.Operations)
          ? { ...call, body: { ...call.body, Operations: [...change(call.body.Operations, call)] } }
          : call,
      ),
  });

const isPost = (operation: Json): operation is JsonObject => isObject(operation) && operation.method === 'POST';

/** Each bulkId with the number of the operation behind it, from the second of its name on. */
const numbered = (operations: readonly Json[]): Json[] => {
  const seen = new Set<Json>();
  return operations.map((one, index) => {
    if (!isPost(one) || one.bulkId === undefined) return one;
    const again = seen.has(one.bulkId);
    seen.add(one.bulkId);
    return again ? { ...one, bulkId: `${String(one.bulkId)}#${index}` } : one;
  });
};

const SOONER = ['POST', 'PATCH', 'PUT', 'DELETE'];

const addressed = (operation: JsonObject): JsonObject => {
  const [, endpoint, id] = String(operation.path).split('/');
  return operation.method === 'POST' && id !== undefined ? { ...operation, path: `/${endpoint}` } : operation;
};

export const SLIPS_IN_BULK: readonly Fault[] = [
  {
    id: 'bulk-echoes-fail-on-errors',
    title: 'Repeats failOnErrors in its answer to a bulk request',
    links: [],
    alter: (good) => ({
      bulk: async (call) => {
        const answer = await good.bulk(call);
        const wanted = isObject(call.body) ? call.body.failOnErrors : undefined;
        return wanted === undefined || !isObject(answer.body)
          ? answer
          : { ...answer, body: { ...answer.body, failOnErrors: wanted } };
      },
    }),
  },
  {
    id: 'bulk-without-bulk-id-taken',
    title: 'Carries out a POST without a bulkId',
    links: [],
    alter: bulkReading((operations) =>
      operations.map((one, index) => (isPost(one) ? { bulkId: `own-${index}`, ...one } : one)),
    ),
  },
  {
    id: 'bulk-same-bulk-id-taken',
    title: 'Carries out two operations with the same bulkId',
    links: [],
    alter: (good) => ({
      bulk: async (call) => {
        const renamed = bulkReading(numbered)(good).bulk;
        const answer = await (renamed ?? good.bulk)(call);
        const plain = (text: string): string => text.replaceAll(/("bulkId":"[^"]*)#\d+"/g, '$1"');
        return answer.body === undefined ? answer : { ...answer, body: JSON.parse(plain(JSON.stringify(answer.body))) };
      },
    }),
  },
  {
    id: 'bulk-any-path-taken',
    title: 'Carries out a POST to a user as one to the users',
    links: [],
    alter: bulkReading((operations) => operations.map((one) => (isObject(one) ? addressed(one) : one))),
  },
  {
    id: 'bulk-id-in-path-unknown',
    title: 'Does not look for a bulkId in the path of an operation',
    links: [],
    alter: (good) => ({
      resolveBulkIds: (data, ids, call) => (typeof data === 'string' ? data : good.resolveBulkIds(data, ids, call)),
    }),
  },
  {
    id: 'bulk-in-an-order-of-its-own',
    title: 'Carries out the changes of a bulk request before the replacements',
    links: [],
    alter: bulkReading((operations) => operations.toSorted((one, other) => rank(one) - rank(other))),
  },
  {
    id: 'bulk-limit-not-named',
    title: 'Says only that a bulk request is too large',
    links: [],
    alter: (good) => ({
      checkBulk: (call, operations) => {
        try {
          good.checkBulk(call, operations);
        } catch {
          throw refusal(413, 'Too large.');
        }
      },
    }),
  },
  {
    id: 'bulk-version-ignored',
    title: 'Ignores the version of an operation in a bulk request',
    links: [],
    alter: (good) => ({
      readBulkOperation: (json, call) => good.readBulkOperation(isObject(json) ? without(json, 'version') : json, call),
    }),
  },
];

const rank = (operation: Json): number => SOONER.indexOf(isObject(operation) ? String(operation.method) : '');
