/** Slips in what a filter finds. Nobody has reported these; each is a plausible slip that some case must notice. */
import { getIgnoringCase } from '../../scim/attribute.ts';
import type { Filter } from '../../scim/filter.ts';
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Behaviour } from '../behaviour.ts';
import { type Fault, mapMembers, QUOTED } from './fault.ts';

/** The filter with each comparison put otherwise. */
const rewritten = (filter: Filter, change: (filter: Filter) => Filter): Filter => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return { ...filter, left: rewritten(filter.left, change), right: rewritten(filter.right, change) };
    case 'not':
    case 'valuePath':
      return { ...filter, filter: rewritten(filter.filter, change) };
    default:
      return change(filter);
  }
};

/** Compares texts after something in them has been folded away. */
const folding =
  (fold: (text: string) => string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    candidates: (_filter, model, call) => good.candidates(undefined, model, call),
    matcher: (filter, model, call) => {
      const folded = rewritten(filter, (term) =>
        term.type === 'compare' && typeof term.value === 'string' ? { ...term, value: fold(term.value) } : term,
      );
      const matches = good.matcher(folded, model, call);
      return ({ resource, ...found }) => matches({ ...found, resource: mapMembers(resource, fold) });
    },
  });

/** As a collation that gives all signs outside the Basic Multilingual Plane one weight. */
const withOneWeight = (text: string): string => text.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}');

const asPattern = (value: string): RegExp =>
  new RegExp(
    `^${value
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    'is',
  );

export const SLIPS_IN_MATCHING: readonly Fault[] = [
  {
    id: 'filter-and-takes-the-rest',
    title: 'Takes all that stands behind an and for its second term',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) => {
        const bare = text.replace(QUOTED, (quoted) => '_'.repeat(quoted.length));
        const [before = ''] = /^[^([]*? and (?=[^([]* or [^([]*$)/.exec(bare) ?? [];
        return good.parseFilter(
          before === '' ? text : `${text.slice(0, before.length)}(${text.slice(before.length)})`,
          models,
          call,
        );
      },
    }),
  },
  {
    id: 'filter-star-stands-for-all',
    title: 'Takes a star in a value for any text',
    links: [],
    alter: (good) => ({
      candidates: (_filter, model, call) => good.candidates(undefined, model, call),
      matcher: (filter, model, call) => {
        const matches = good.matcher(filter, model, call);
        return filter.type === 'compare' && typeof filter.value === 'string' && filter.value.includes('*')
          ? ({ resource }) =>
              asPattern(String(filter.value)).test(String(getIgnoringCase(resource, filter.path.attribute)))
          : matches;
      },
    }),
  },
  {
    id: 'filter-accents-ignored',
    title: 'Finds letters with and without their accents alike',
    links: [],
    alter: folding((text) => text.normalize('NFD').replace(/\p{Mn}/gu, '')),
  },
  {
    id: 'filter-mailbox-tags-ignored',
    title: 'Takes addresses that differ behind the plus sign for the same',
    links: [],
    alter: folding((text) => text.replace(/\+[^@]*(?=[.@])/, '')),
  },
  {
    id: 'filter-order-with-case',
    title: 'Puts small letters behind capital ones in filters',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) => {
        const isLate = (term: Filter, resource: JsonObject): boolean =>
          term.type === 'and'
            ? isLate(term.left, resource) || isLate(term.right, resource)
            : term.type === 'compare' &&
              term.operator === 'le' &&
              term.path.attribute === 'nickName' &&
              String(resource.nickName) > String(term.value);
        const matches = good.matcher(filter, model, call);
        return (found) => matches(found) && !isLate(filter, found.resource);
      },
    }),
  },
  {
    id: 'filter-complex-finds-nothing',
    title: 'Finds nobody by a list of values whose part is not named',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) => good.parseFilter(text.replace(/\bemails (?=\w\w ")/g, 'ims '), models, call),
    }),
  },
  {
    id: 'filter-user-name-or-address',
    title: 'Finds by userName whoever has it for an address',
    links: [],
    alter: (good) => ({
      candidates: (_filter, model, call) => good.candidates(undefined, model, call),
      matcher: (filter, model, call) => {
        const matches = good.matcher(filter, model, call);
        const isAsked = (address: Json): boolean =>
          filter.type === 'compare' &&
          filter.operator === 'eq' &&
          filter.path.attribute === 'userName' &&
          isObject(address) &&
          address.value === filter.value;
        return (found) => matches(found) || asList(found.resource.emails).some(isAsked);
      },
    }),
  },
  {
    id: 'filter-narrows-values',
    title: 'Shows of a list only the values that the filter asked for',
    links: [],
    alter: (good) => ({
      listResponse: (page, query, call) => {
        const { filter } = query;
        const term = filter?.type === 'compare' && filter.path.subAttribute === 'value' ? filter : undefined;
        const narrowed = page.items.map(({ model, resource }) => ({
          model,
          resource: Object.fromEntries(
            Object.entries(resource).map(([name, value]) => [
              name,
              name === term?.path.attribute && term.operator === 'eq' && Array.isArray(value)
                ? value.filter((element) => isObject(element) && element.value === term.value)
                : value,
            ]),
          ),
        }));
        return good.listResponse({ ...page, items: narrowed }, query, call);
      },
    }),
  },
  {
    id: 'filter-not-takes-the-rest',
    title: 'Turns all that stands behind a not around',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) =>
        good.parseFilter(text.replace(/^not \((.*?)\) (and .*)$/s, 'not (($1) $2)'), models, call),
    }),
  },
  {
    id: 'filter-blank-at-end-ignored',
    title: 'Compares texts without the blanks at their end',
    links: [],
    alter: folding((text) => text.trimEnd()),
  },
  {
    id: 'filter-pictographs-all-equal',
    title: 'Takes all characters outside the Basic Multilingual Plane for the same in filters',
    links: [],
    alter: folding(withOneWeight),
  },
];
