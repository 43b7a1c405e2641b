/** Slips in filters that only some forms of them bring out: an odd value, a qualified name, a term within a term. */
import { sameName } from '../../scim/attribute.ts';
import { type AttributePath, type Filter, operands } from '../../scim/filter.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { pathsIn } from '../filtering.ts';
import { crash, type Fault, isGroup, QUOTED } from './fault.ts';

const joined = (type: 'and' | 'or', terms: readonly Filter[]): Filter =>
  terms.reduce((left, right) => ({ type, left, right }));

/** Finds nothing by filters in which a name of this kind stands. */
const blindFor =
  (isBlind: (path: AttributePath) => boolean) =>
  (good: Behaviour): Partial<Behaviour> => ({
    matcher: (filter, model, call) => (pathsIn(filter).some(isBlind) ? () => false : good.matcher(filter, model, call)),
  });

/** Every term, from the inside out. */
const rewritten = (filter: Filter, change: (term: Filter) => Filter): Filter => {
  if (filter.type === 'and' || filter.type === 'or') {
    return joined(
      filter.type,
      operands(filter, filter.type).map((term) => rewritten(term, change)),
    );
  }
  return change(filter.type === 'not' ? { ...filter, filter: rewritten(filter.filter, change) } : filter);
};

const MATCH_ALL: Filter = { type: 'present', path: { attribute: 'id' } };

const distributed = (term: Filter): Filter =>
  term.type === 'not' && (term.filter.type === 'and' || term.filter.type === 'or')
    ? joined(
        term.filter.type,
        operands(term.filter, term.filter.type).map((filter) => ({ type: 'not', filter })),
      )
    : term;

const COMMON = ['id', 'externalId', 'meta', 'active'];

export const SLIPS_IN_FILTER_FORMS: readonly Fault[] = [
  {
    id: 'filter-core-urn-before-sub-attribute',
    title: 'Finds nothing by a sub-attribute that is qualified with the URN of the core schema',
    links: [],
    alter: blindFor(({ urn, subAttribute }) => subAttribute !== undefined && /:core:2\.0:\w+$/i.test(urn ?? '')),
  },
  {
    id: 'filter-by-groups-finds-nobody',
    title: 'Finds nobody by the groups that he is in',
    links: [],
    alter: blindFor(({ attribute }) => sameName(attribute, 'groups')),
  },
  {
    id: 'filter-empty-value-finds-all',
    title: 'Takes a comparison with an empty text for no condition',
    links: [],
    alter: (good) => ({
      parseFilter(text, models, call) {
        const filter = good.parseFilter(text, models, call);
        return filter && rewritten(filter, (term) => (term.type === 'compare' && term.value === '' ? MATCH_ALL : term));
      },
    }),
  },
  {
    id: 'filter-common-names-case-sensitive',
    title: 'Knows id, externalId, meta and active in a filter in their own case only',
    links: [],
    alter: blindFor(({ attribute }) => COMMON.some((name) => sameName(name, attribute) && name !== attribute)),
  },
  {
    id: 'filter-other-operators-in-lower-case-only',
    title: 'Knows eq and pr in any case, and every other operator in lower case',
    links: [],
    alter: (good) => ({
      parseFilter(text, models, call) {
        const operators = text.replaceAll(QUOTED, '""');
        if (/\b(?:NE|CO|SW|EW|GT|GE|LT|LE|OR|NOT)\b/.test(operators)) {
          throw refusal(400, 'There is no such operator.', 'invalidFilter');
        }
        return good.parseFilter(text, models, call);
      },
    }),
  },
  {
    id: 'filter-group-not-ascii-finds-none',
    title: 'Finds no group by a name that is not ASCII',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) =>
        good.parseFilter(models.every(isGroup) && /[^\x20-\x7e]/.test(text) ? 'displayName eq ""' : text, models, call),
    }),
  },
  {
    id: 'filter-not-distributed',
    title: 'Takes not (a and b) for not a and not b',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) => good.matcher(rewritten(filter, distributed), model, call),
    }),
  },
  {
    id: 'filter-hidden-attribute-500',
    title: 'Crashes on a filter by an attribute that it never shows',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) =>
        /\bpassword\b/i.test(text) ? crash('no such column') : good.parseFilter(text, models, call),
    }),
  },
  {
    id: 'filter-case-ascii-only',
    title: 'Compares letters beyond ASCII with regard to case',
    links: [],
    alter: (good) => ({
      matcher(filter, model, call) {
        const test = good.matcher(filter, model, call);
        const isForeign = filter.type === 'compare' && /[^\x20-\x7e]/.test(String(filter.value));
        const [path] = pathsIn(filter);
        const beyond = (value: unknown): string => String(value).replace(/[\x20-\x7e]/g, '');
        return (found) =>
          test(found) && !(isForeign && beyond(found.resource[path?.attribute ?? '']) !== beyond(filter.value));
      },
      candidates: (_filter, model, call) => good.candidates(undefined, model, call),
    }),
  },
];
