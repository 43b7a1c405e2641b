/** Slips against what the server has promised. Nobody has reported these; each is a plausible slip that some case must notice. */
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Fault } from './fault.ts';

const ANNOUNCED = 10;

/** As a collation that gives all signs outside the Basic Multilingual Plane one weight. */
const withOneWeight = (text: string): string => text.replaceAll(/[\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}');

const inAll = (value: Json | undefined, change: (text: string) => string): Json =>
  JSON.parse(change(JSON.stringify(value))) as Json;

const limits = (document: JsonObject): JsonObject => ({
  ...document,
  filter: { ...(isObject(document.filter) && document.filter), maxResults: ANNOUNCED },
});

export const SLIPS_IN_PROMISES: readonly Fault[] = [
  {
    id: 'config-fewer-results-than-given',
    title: 'Says that an answer has ten resources at most, and gives more',
    links: [],
    alter: (good) => ({ serviceProviderConfig: (call) => limits(good.serviceProviderConfig(call)) }),
  },
  {
    id: 'filter-pictographs-all-equal',
    title: 'Takes all characters outside the Basic Multilingual Plane for the same in filters',
    links: [],
    alter: (good) => ({
      candidates: (_filter, model, call) => good.candidates(undefined, model, call),
      parseFilter: (text, ...rest) => good.parseFilter(withOneWeight(text), ...rest),
      matcher: (filter, model, call) => {
        const matches = good.matcher(filter, model, call);
        return (found) => matches({ ...found, resource: inAll(found.resource, withOneWeight) as JsonObject });
      },
    }),
  },
];
