/** Legal variations of errors. */
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { without } from '../faults/fault.ts';
import type { Variation } from './variation.ts';

/** Writes the body of every error otherwise. */
const writing =
  (change: (body: JsonObject, status: number) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    errorAnswer(error, call) {
      const answer = good.errorAnswer(error, call);
      return isObject(answer.body) ? { ...answer, body: change(answer.body, answer.status) } : answer;
    },
  });

/** The keywords that some rule of the RFCs asks for; the others may be left out. */
const ASKED_FOR = [
  'uniqueness',
  'invalidFilter',
  'noTarget',
  'mutability',
  'tooMany',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
];

/** Where a keyword is only recommended: a client may be told of another one, too. */
const conflictsOnUpdate =
  (status: number, scimType?: string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    checkUnique(resource, model, call, self) {
      try {
        good.checkUnique(resource, model, call, self);
      } catch (problem) {
        throw self === undefined ? problem : refusal(status, 'Somebody else has this value.', scimType);
      }
    },
  });

export const ERROR_VARIATIONS: readonly Variation[] = [
  {
    id: 'errors-bare',
    title: 'Says in an error no more than it has to: no detail, and a scimType only where one is due',
    allowedBy: ['RFC7644-3.12-13', 'RFC7644-3.12-15'],
    because: 'detail and scimType are optional but for the few places that name one.',
    alter: writing((body, status) => {
      const kept = ASKED_FOR.includes(String(body.scimType)) ? [] : ['scimType'];
      // RFC 7644 §3.7.4: which limit of bulk was exceeded has to be said.
      return without(body, ...kept, ...(status === 413 ? [] : ['detail']));
    }),
  },
  {
    id: 'errors-with-more',
    title: 'Adds attributes of its own to errors',
    allowedBy: ['RFC7644-3.12-11', 'RFC7644-3.12-12'],
    because: 'The message must have its attributes, and nothing forbids others.',
    alter: writing((body) => ({
      ...body,
      timestamp: '2030-01-31T12:00:00Z',
      errorCode: 4711,
      errors: [{ field: 'userName', reasons: [] }],
    })),
  },
  {
    id: 'errors-with-own-keywords',
    title: 'Puts a keyword of its own into errors for which the RFCs have none',
    allowedBy: ['RFC7644-3.12-14', 'RFC7644-3.12-16'],
    because: 'The table of keywords is not said to be complete.',
    alter: writing((body, status) =>
      body.scimType === undefined && status !== 401 ? { ...body, scimType: 'seeDetail' } : body,
    ),
  },
  {
    id: 'required-removed-400-invalid-value',
    title: 'Answers invalidValue when a required attribute is to be removed',
    allowedBy: ['RFC7644-3.5.2.2-12'],
    because: 'The text says mutability, and Table 9 says invalidValue when a required value is missing.',
    alter: (good) => ({
      applyOperation(resource, operation, model, call) {
        try {
          return good.applyOperation(resource, operation, model, call);
        } catch (problem) {
          const isRequired = problem instanceof Error && problem.message.endsWith('is required.');
          throw operation.op === 'remove' && isRequired
            ? refusal(400, 'A required value is missing.', 'invalidValue')
            : problem;
        }
      },
    }),
  },
  {
    id: 'update-conflict-400',
    title: 'Answers 400 uniqueness when a PUT or PATCH takes the name of somebody else',
    allowedBy: ['RFC7644-3.5.1-13', 'RFC7644-3.5.2-25'],
    because: 'Table 9 has uniqueness among the keywords of 400 for PUT and PATCH, Table 8 has 409.',
    alter: conflictsOnUpdate(400, 'uniqueness'),
  },
  {
    id: 'update-conflict-without-keyword',
    title: 'Answers 409 without a scimType when a PUT or PATCH takes the name of somebody else',
    allowedBy: ['RFC7644-3.12-13', 'RFC7644-3.5.1-13'],
    because: 'Only a create has to name uniqueness.',
    alter: conflictsOnUpdate(409),
  },
  {
    id: 'create-conflict-400',
    title: 'Answers 400 uniqueness when a create takes the name of somebody else',
    allowedBy: ['RFC7643-7-26', 'RFC7644-3.3-08'],
    because: 'RFC 7643 §7 lets a server refuse with 400 what RFC 7644 §3.3 refuses with 409.',
    disputed: true,
    alter: (good) => ({
      checkUnique(resource, model, call, self) {
        try {
          good.checkUnique(resource, model, call, self);
        } catch {
          throw refusal(400, 'Somebody else has this value.', 'uniqueness');
        }
      },
    }),
  },
  {
    id: 'malformed-ids-400',
    title: 'Answers 400 to an id that it could not have issued',
    allowedBy: ['RFC7644-3.12-07'],
    because: 'No resource is there, and Table 8 has 400 for what cannot be read, too.',
    alter: (good) => ({
      read(call, model, id) {
        if (!/^[\da-f-]{36}$/.test(id)) throw refusal(400, 'An id is a UUID.', 'invalidValue');
        return good.read(call, model, id);
      },
    }),
  },
];
