/** Slips in what schemas declare: mutability and the like, and asynchronous answers. Each is plausible, and some case must notice it. */
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { answeringLater, later } from '../variations/asynchronous.ts';
import { withStaff } from '../variations/attributes.ts';
import { type Fault, isUser, redefined, showing, targets, without } from './fault.ts';

const STAFF = 'urn:example:params:scim:schemas:extension:staff:2.0:User';

const badgeIn = (resource: JsonObject): unknown => {
  const staff = resource[STAFF];
  return isObject(staff) ? staff.badge : undefined;
};

/** The model in which the badge may be written at any time. */
const writable = (model: ResourceModel): ResourceModel => ({
  ...model,
  extensions: model.extensions.map((extension) => ({
    ...extension,
    attributes: extension.attributes.map((attribute) =>
      attribute.name === 'badge' ? { ...attribute, mutability: 'readWrite' as const } : attribute,
    ),
  })),
});

/** Judges a write of the badge before it is carried out. */
const guarded =
  (judge: (before: unknown, after: unknown) => void) =>
  (good: Behaviour): Partial<Behaviour> => ({
    merge: (current, incoming, model, call) => {
      const after = badgeIn(incoming);
      if (after !== undefined) judge(badgeIn(current), after);
      return good.merge(current, incoming, model, call);
    },
    applyOperation: (resource, operation, model, call) => {
      if (targets(operation, 'badge')) judge(badgeIn(resource), operation.value);
      return good.applyOperation(resource, operation, model, call);
    },
  });

const immutable = (): never => {
  throw refusal(400, 'The badge is immutable.', 'mutability');
};

const asWishedFor = ({ headers }: Call): string => String(headers.prefer ?? '');

/** Answers later, but refuses some who wish for it. */
const refusingSome =
  (refuses: (call: Call) => boolean, status: number) =>
  (good: Behaviour): Partial<Behaviour> => ({
    ...answeringLater(later)(good),
    admit: (call) => (refuses(call) ? good.errorAnswer(refusal(status, 'Not in this way.'), call) : good.admit(call)),
  });

export const SLIPS_IN_CHARACTERISTICS: readonly Fault[] = [
  {
    id: 'immutable-changed',
    title: 'Changes an immutable attribute whenever it is asked to',
    links: [],
    models: withStaff,
    alter: (good) => ({
      merge: (current, incoming, model, call) => good.merge(current, incoming, writable(model), call),
      applyOperation: (resource, operation, model, call) =>
        good.applyOperation(resource, operation, writable(model), call),
    }),
  },
  {
    id: 'immutable-change-ignored',
    title: 'Answers with success when somebody would change an immutable attribute, and leaves it',
    links: [],
    models: withStaff,
    alter: (good) => ({
      merge: (current, incoming, model, call) =>
        good.merge(
          current,
          { ...incoming, ...(isObject(current[STAFF]) ? { [STAFF]: current[STAFF] } : {}) },
          model,
          call,
        ),
      applyOperation: (resource, operation, model, call) =>
        targets(operation, 'badge') ? resource : good.applyOperation(resource, operation, model, call),
    }),
  },
  {
    id: 'immutable-never-set',
    title: 'Refuses to give an immutable attribute its first value',
    links: [],
    models: withStaff,
    alter: guarded((before) => (before === undefined ? immutable() : undefined)),
  },
  {
    id: 'immutable-not-repeated',
    title: 'Refuses a PUT that repeats the value of an immutable attribute',
    links: [],
    models: withStaff,
    alter: guarded((before, after) => (before === after ? immutable() : undefined)),
  },
  {
    id: 'immutable-user-name-on-paper',
    title: 'Calls userName immutable in its schema and changes it all the same',
    links: [],
    models: (models) =>
      models.map((model) => (isUser(model) ? redefined(model, 'userName', { mutability: 'immutable' }) : model)),
    alter: (good) => {
      const open = (model: ResourceModel): ResourceModel => redefined(model, 'userName', { mutability: 'readWrite' });
      return {
        merge: (current, incoming, model, call) => good.merge(current, incoming, open(model), call),
        applyOperation: (resource, operation, model, call) =>
          good.applyOperation(resource, operation, open(model), call),
      };
    },
  },
  {
    id: 'numbers-compared-as-text',
    title: 'Compares numbers in filters by their digits',
    links: [],
    models: withStaff,
    alter: (good) => ({
      matcher: (filter, model, call) => {
        if (filter.type === 'and') {
          const [left, right] = [filter.left, filter.right].map((one) =>
            call.service.behaviour.matcher(one, model, call),
          );
          return (found) => left?.(found) === true && right?.(found) === true;
        }
        if (filter.type !== 'compare' || filter.path.attribute !== 'seniority' || filter.operator !== 'gt') {
          return good.matcher(filter, model, call);
        }
        const wanted = String(filter.value);
        return ({ resource }) => {
          const staff = filter.path.urn === undefined ? undefined : resource[filter.path.urn];
          return isObject(staff) && String(staff.seniority) > wanted;
        };
      },
    }),
  },
  {
    id: 'members-on-request-never',
    title: 'Returns members on request, and not even then',
    links: [],
    models: (models) => models.map((model) => redefined(model, 'members', { returned: 'request' })),
    alter: showing((shown) => without(shown, 'members')),
  },
  {
    id: 'asynchronous-406',
    title: 'Answers 406 to a wish for an asynchronous answer when the client does not accept JSON',
    links: [],
    alter: refusingSome((call) => call.headers.accept === 'text/plain', 406),
  },
  {
    id: 'asynchronous-wait-unknown',
    title: 'Refuses a wish for an asynchronous answer that says how long the client waits',
    links: [],
    alter: refusingSome((call) => asWishedFor(call).includes('wait='), 400),
  },
  {
    id: 'asynchronous-with-body',
    title: 'Answers 202 with a body, and says nowhere how to hear of the rest',
    links: [],
    alter: answeringLater(() => ({
      status: 202,
      headers: { 'preference-applied': 'respond-async' },
      body: { status: 'pending' },
    })),
  },
  {
    id: 'asynchronous-unannounced',
    title: 'Answers 202 without Preference-Applied',
    links: [],
    alter: answeringLater((location) => ({ status: 202, headers: { location, 'set-txn': 'a1b2c3' } })),
  },
];
