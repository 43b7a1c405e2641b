/**
 * What a server may decline to do, and rather should not: some identity provider sends it. Most of these nobody has reported
 * as bugs; each keeps a case honest.
 */
import type { Filter } from '../../scim/filter.ts';
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { type Fault, isUser, reports } from './fault.ts';

/** Refuses resources in a POST or PUT that the good server takes. */
const refusing =
  (because: (body: JsonObject, model: ResourceModel, call: Call) => string | undefined) =>
  (good: Behaviour): Partial<Behaviour> => ({
    prepare(body, model, call) {
      const reason = isObject(body) ? because(body, model, call) : undefined;
      if (reason !== undefined) throw refusal(400, reason, 'invalidValue');
      return good.prepare(body, model, call);
    },
  });

/** The parts of that name in a list of objects. */
const partsOf = (list: Json | undefined, part: string): readonly Json[] =>
  asList(list).flatMap((one) => (isObject(one) ? (one[part] ?? []) : []));

const isByKey = (filter: Filter): boolean => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return isByKey(filter.left) && isByKey(filter.right);
    case 'not':
      return isByKey(filter.filter);
    default:
      return ['username', 'externalid', 'id'].includes(filter.path.attribute.toLowerCase());
  }
};

export const REFUSALS: readonly Fault[] = [
  {
    id: 'filter-knows-eq-only',
    title: 'Refuses every filter that is not one comparison by eq',
    links: [],
    alter: (good) => ({
      parseFilter(text, models, call) {
        const filter: Filter | undefined = good.parseFilter(text, models, call);
        if (filter !== undefined && !(filter.type === 'compare' && filter.operator === 'eq')) {
          throw refusal(400, 'Only eq is supported.', 'invalidFilter');
        }
        return filter;
      },
    }),
  },
  {
    id: 'filter-knows-keys-only',
    title: 'Refuses every filter by anything but the userName, the externalId and the id',
    links: [],
    alter: (good) => ({
      parseFilter(text, models, call) {
        const filter = good.parseFilter(text, models, call);
        if (filter !== undefined && models.some(isUser) && !isByKey(filter)) {
          throw refusal(400, 'This attribute is not supported.', 'invalidFilter');
        }
        return filter;
      },
    }),
  },
  {
    id: 'delete-user-405',
    title: 'Deletes no users',
    links: [],
    alter: (good) => ({
      remove(call, model, id) {
        if (isUser(model)) throw refusal(405, 'Users are deactivated here, never deleted.');
        return good.remove(call, model, id);
      },
    }),
  },
  {
    id: 'schemas-of-drafts-refused',
    title: 'Knows no schema from before the RFC',
    links: reports('goauthentik/authentik#11249'),
    alter: (good) => ({ lenience: (model, call) => ({ ...good.lenience(model, call), draftSchemas: false }) }),
  },
  {
    id: 'schemas-unknown-refused',
    title: 'Refuses resources that name a schema it does not know',
    links: reports('grokability/snipe-it#12642'),
    alter: refusing(({ schemas }, { core, extensions }) => {
      const known = [core, ...extensions].map(({ id }): Json => id);
      return asList(schemas).every((urn) => known.includes(urn)) ? undefined : 'There is a schema that nobody knows.';
    }),
  },
  {
    id: 'object-for-list-refused',
    title: 'Refuses one object where a list of objects is due',
    links: [],
    alter: (good) => ({ lenience: (model, call) => ({ ...good.lenience(model, call), singleForList: false }) }),
  },
  {
    id: 'comparison-of-addresses-refused',
    title: 'Refuses a filter that compares addresses without naming their part',
    links: [],
    alter: (good) => ({
      parseFilter(text, models, call) {
        if (/\bemails eq\b/i.test(text)) throw refusal(400, 'emails is complex.', 'invalidFilter');
        return good.parseFilter(text, models, call);
      },
    }),
  },
  {
    id: 'put-needs-id',
    title: 'Refuses a PUT whose body has no id',
    links: [],
    alter: (good) => ({
      replace(call, model, id) {
        if (isObject(call.body) && call.body.id === undefined) throw refusal(400, 'The id is missing.', 'invalidValue');
        return good.replace(call, model, id);
      },
    }),
  },
  {
    id: 'groups-of-user-looked-up',
    title: 'Refuses a user whose groups it does not have',
    links: [],
    alter: refusing(({ groups }, model, { service }) =>
      isUser(model) && partsOf(groups, 'value').some((id) => service.store.get('Group', String(id)) === undefined)
        ? 'There is no such group.'
        : undefined,
    ),
  },
  {
    id: 'references-only-absolute',
    title: 'Refuses members whose references are not absolute',
    links: [],
    alter: refusing(({ members }) =>
      partsOf(members, '$ref').every((url) => /^https?:/.test(String(url))) ? undefined : 'A reference is no URL.',
    ),
  },
  {
    id: 'asked-often-told-to-wait',
    title: 'Tells whoever asks the same for the eleventh time in a row to wait',
    links: [],
    alter(good) {
      let last = '';
      let times = 0;
      return {
        limit(call) {
          const asked = `${call.method} ${call.segments.join('/')} ${call.query}`;
          times = asked === last ? times + 1 : 1;
          last = asked;
          // So few that whoever asks again is heard.
          if (times < 11 || times > 13) return good.limit(call);
          return { status: 429, headers: { 'retry-after': '0' }, body: refusal(429, 'Not so fast.').toBody() };
        },
      };
    },
  },
];
