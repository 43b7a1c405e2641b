/** Slips in evaluating filters. Nobody has reported these; each is a plausible slip that some case must notice. */
import { lookUp, sameName } from '../../scim/attribute.ts';
import { type CompareOperator, type Filter, operands } from '../../scim/filter.ts';
import { compileFilter } from '../../scim/match.ts';
import type { Behaviour } from '../behaviour.ts';
import { pathsIn } from '../filtering.ts';
import { crash, type Fault } from './fault.ts';

const joined = (type: 'and' | 'or', terms: readonly Filter[]): Filter =>
  terms.reduce((left, right) => ({ type, left, right }));

/** Evaluates the terms of filters otherwise: comparisons, value paths and negations. */
const comparing =
  (change: (term: Filter) => Filter) =>
  (good: Behaviour): Partial<Behaviour> => {
    const read = (filter: Filter): Filter =>
      filter.type === 'and' || filter.type === 'or'
        ? joined(filter.type, operands(filter, filter.type).map(read))
        : change(filter.type === 'not' ? { ...filter, filter: read(filter.filter) } : filter);
    return { matcher: (filter, model, call) => good.matcher(read(filter), model, call) };
  };

const misreading =
  (operator: CompareOperator, as: CompareOperator) =>
  (term: Filter): Filter =>
    term.type === 'compare' && term.operator === operator ? { ...term, operator: as } : term;

/** Compares with another text than the one that stands there. */
const withText =
  (change: (text: string) => string) =>
  (term: Filter): Filter =>
    term.type === 'compare' && typeof term.value === 'string' ? { ...term, value: change(term.value) } : term;

/** Each condition in the brackets on its own, so that different values may fulfil them. */
const spread = (path: Extract<Filter, { type: 'valuePath' }>['path'], filter: Filter): Filter =>
  filter.type === 'and' || filter.type === 'or'
    ? joined(
        filter.type,
        operands(filter, filter.type).map((term) => spread(path, term)),
      )
    : { type: 'valuePath', path, filter };

export const SLIPS_IN_FILTERS: readonly Fault[] = [
  {
    id: 'filter-core-urn-unsupported',
    title: 'Finds nothing by names that are qualified with the URN of the core schema',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) =>
        pathsIn(filter).some(({ urn }) => urn !== undefined && sameName(urn, model.core.id))
          ? () => false
          : good.matcher(filter, model, call),
    }),
  },
  {
    id: 'filter-ew-as-co',
    title: 'Takes ew for co',
    links: [],
    alter: comparing(misreading('ew', 'co')),
  },
  {
    id: 'filter-sw-as-co',
    title: 'Takes sw for co',
    links: [],
    alter: comparing(misreading('sw', 'co')),
  },
  {
    id: 'filter-sw-as-eq',
    title: 'Takes sw for eq',
    links: [],
    alter: comparing(misreading('sw', 'eq')),
  },
  {
    id: 'filter-co-as-sw',
    title: 'Takes co for sw',
    links: [],
    alter: comparing(misreading('co', 'sw')),
  },
  {
    id: 'filter-gt-as-ge',
    title: 'Takes gt for ge',
    links: [],
    alter: comparing(misreading('gt', 'ge')),
  },
  {
    id: 'filter-not-ignored',
    title: 'Leaves the not out of a filter',
    links: [],
    alter: comparing((term) => (term.type === 'not' ? term.filter : term)),
  },
  {
    id: 'filter-left-to-right',
    title: 'Reads and and or from left to right, as if neither bound closer',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) => {
        const filter = good.parseFilter(text, models, call);
        return filter?.type === 'or' && filter.right.type === 'and' && !text.includes('(')
          ? { type: 'and', left: { ...filter, right: filter.right.left }, right: filter.right.right }
          : filter;
      },
    }),
  },
  {
    id: 'filter-escapes-kept',
    title: 'Compares with the backslashes of a quoted value as they stand',
    links: [],
    alter: comparing(withText((text) => JSON.stringify(text).slice(1, -1))),
  },
  {
    id: 'filter-offset-ignored',
    title: 'Ignores the offset of a time in a filter',
    links: [],
    alter: comparing(withText((text) => text.replace(/^(\d{4}-\d\d-\d\dT.*)[+-]\d\d:\d\d$/, '$1Z'))),
  },
  {
    id: 'filter-conditions-across-values',
    title: 'Finds resources of which different values fulfil the conditions in brackets',
    links: [],
    alter: comparing((term) => (term.type === 'valuePath' ? spread(term.path, term.filter) : term)),
  },
  {
    id: 'filter-external-id-in-any-case',
    title: 'Compares the externalId without regard to case',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) =>
        filter.type === 'compare' && filter.operator === 'eq' && sameName(filter.path.attribute, 'externalId')
          ? ({ resource }) => sameName(String(resource.externalId), String(filter.value))
          : good.matcher(filter, model, call),
    }),
  },
  {
    id: 'filter-part-names-with-case',
    title: 'Finds nothing by sub-attributes that are not spelled as in the schema',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) =>
        pathsIn(filter).some((path) => path.subAttribute && lookUp(model, path)?.name !== path.subAttribute)
          ? () => false
          : good.matcher(filter, model, call),
    }),
  },
  {
    id: 'filter-members-not-looked-at',
    title: 'Finds no group by its members',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) =>
        pathsIn(filter).some(({ attribute }) => sameName(attribute, 'members'))
          ? () => false
          : good.matcher(filter, model, call),
    }),
  },
  {
    id: 'filter-boolean-order-ignored',
    title: 'Finds nobody when it should refuse to put booleans in order',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) => {
        try {
          return good.matcher(filter, model, call);
        } catch {
          return () => false;
        }
      },
    }),
  },
  {
    id: 'filter-first-value-only',
    title: 'Looks only at the first value of a multi-valued attribute',
    links: [],
    alter: () => ({
      matcher: (filter, model) => {
        const test = compileFilter(filter, model);
        return ({ resource }) =>
          test(
            Object.fromEntries(
              Object.entries(resource).map(([name, value]) => [
                name,
                name !== 'schemas' && Array.isArray(value) ? value.slice(0, 1) : value,
              ]),
            ),
          );
      },
    }),
  },
  {
    id: 'filter-long-500',
    title: 'Fails with 500 on a filter of more than 2000 characters',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) =>
        text.length > 2000 ? crash('expression too deep') : good.parseFilter(text, models, call),
    }),
  },
  {
    id: 'filter-plus-decoded-twice',
    title: 'Takes a plus sign in a filter for a blank',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) => good.parseFilter(text.replaceAll('+', ' '), models, call),
    }),
  },
  {
    id: 'filter-after-projection',
    title: 'Filters what is left after attributes has been applied',
    links: [],
    alter: (good) => ({
      find: (query, models, call) => {
        const { filter, ...open } = query;
        if (filter === undefined || query.selection.attributes === undefined) {
          return good.find(query, models, call);
        }
        return good.find(open, models, call).filter((found) => {
          const resource = good.project(found, query.selection, call);
          return good.matcher(filter, found.model, call)({ model: found.model, resource });
        });
      },
    }),
  },
];
