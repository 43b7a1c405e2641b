/** Slips in attributes and excludedAttributes. Nobody has reported these; each is a plausible slip that some case must notice. */

import { resolve } from '../../scim/attribute.ts';
import { parseAttributePath } from '../../scim/path.ts';
import type { Behaviour, Found, Selection } from '../behaviour.ts';
import { crash, type Fault } from './fault.ts';

/** Misunderstands what should be shown. */
const selecting =
  (misread: (selection: Selection, found: Found) => Selection) =>
  (good: Behaviour): Partial<Behaviour> => ({
    project: (found, selection, call) => good.project(found, misread(selection, found), call),
  });

const withNames = (
  { attributes, excludedAttributes }: Selection,
  change: (names: readonly string[]) => readonly string[],
): Selection => ({
  ...(attributes && { attributes: ['id', ...change(attributes)] }),
  ...(excludedAttributes && { excludedAttributes: change(excludedAttributes) }),
});

export const SLIPS_IN_SELECTION: readonly Fault[] = [
  {
    id: 'attributes-ignored',
    title: 'Shows everything whatever attributes says',
    links: [],
    alter: selecting(({ attributes: _attributes, ...selection }) => selection),
  },
  {
    id: 'attributes-ignored-in-lists',
    title: 'Shows everything in lists whatever attributes says',
    links: [],
    alter: (good) => ({
      listResponse: (page, query, call) => {
        const { attributes: _attributes, ...selection } = query.selection;
        return good.listResponse(page, { ...query, selection }, call);
      },
    }),
  },
  {
    id: 'attributes-first-only',
    title: 'Shows only the first attribute that is asked for',
    links: [],
    alter: selecting((selection) => withNames(selection, (names) => names.slice(0, 1))),
  },
  {
    id: 'attributes-whole-for-part',
    title: 'Shows the whole attribute when a sub-attribute is asked for',
    links: [],
    alter: selecting(({ attributes, ...selection }) => ({
      ...selection,
      ...(attributes && { attributes: attributes.map((name) => name.replace(/^(\w+)\.\w+$/, '$1')) }),
    })),
  },
  {
    id: 'attributes-urn-unknown',
    title: 'Does not know names that are qualified with a URN',
    links: [],
    alter: selecting((selection) => withNames(selection, (names) => names.filter((name) => !name.includes(':')))),
  },
  {
    id: 'attributes-unknown-500',
    title: 'Fails with 500 on names in attributes that no schema defines',
    links: [],
    alter: selecting((selection, { model }) =>
      selection.attributes?.some((name) => resolve(model, parseAttributePath(name)) === undefined)
        ? crash('unknown column')
        : selection,
    ),
  },
  {
    id: 'excluded-attributes-ignored',
    title: 'Shows everything whatever excludedAttributes says',
    links: [],
    alter: selecting(({ excludedAttributes: _excluded, ...selection }) => selection),
  },
  {
    id: 'excluded-whole-for-part',
    title: 'Leaves the whole attribute out when a sub-attribute is excluded',
    links: [],
    alter: selecting(({ excludedAttributes, ...selection }) => ({
      ...selection,
      ...(excludedAttributes && {
        excludedAttributes: excludedAttributes.map((name) => name.replace(/^(\w+)\.\w+$/, '$1')),
      }),
    })),
  },
  {
    id: 'excluded-part-ignored',
    title: 'Ignores sub-attributes in excludedAttributes',
    links: [],
    alter: selecting(({ excludedAttributes, ...selection }) => {
      const whole = excludedAttributes?.filter((name) => !/\.\w+$/.test(name));
      return whole === undefined || whole.length === 0 ? selection : { ...selection, excludedAttributes: whole };
    }),
  },
];
