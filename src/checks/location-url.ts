import type { Reason } from '../expect/reason.ts';
import { isUriReference } from '../expect/text.ts';
import type { Json } from '../scim/json.ts';
import { type Answer, responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { type CheckContext, defineCheck } from './check.ts';
import { metaLocation } from './location-agrees.ts';
import { isCreated } from './location-header.ts';
import { pathIn, resourcesIn } from './resources.ts';

export const locationUrl = defineCheck({
  name: 'location-url',
  title: 'Locations are URLs of something',
  level: 'MUST',
  cites: ['RFC7643-3.1-22', 'RFC7643-2.3.7-01'],
  why: 'A location put together from a value that was not there yet ends in /undefined or /null and leads nowhere.',
  judge(answer, context) {
    const locations = locationsIn(answer, context);
    return locations.length === 0 ? undefined : locations.flatMap(({ path, value }) => faultOf(path, value));
  },
});

/** Every `meta.location` of an answer and the Location header of a 201, with the id they should lead to. */
export function locationsIn(answer: Answer, context: CheckContext): { path: string; value: Json }[] {
  const header = isCreated(answer) ? responseHeader(answer, 'location') : undefined;
  const inBody = resourcesIn(answer, context).map((resource) => ({
    path: pathIn(resource, 'meta.location'),
    value: metaLocation(resource.value) ?? null,
  }));
  const all = header === undefined ? inBody : [{ path: 'header.location', value: header }, ...inBody];
  return all.filter(({ value }) => value !== null);
}

function faultOf(path: string, value: Json): Reason[] {
  if (typeof value !== 'string') return [broken(path, `${path} is not a string`, { actual: value })];
  if (!isUriReference(value)) return [broken(path, `${path} is not a URL`, { actual: value })];
  const nothing = /\/(undefined|null|NaN|None|nil|\[object%20Object\]|%7B\w+%7D)?$/.exec(value.replace(/[?#].*$/, ''));
  if (nothing === null) return [];
  return [
    broken(path, nothing[1] === undefined ? `${path} ends without an id` : `${path} ends in ${nothing[1]}`, {
      actual: value,
    }),
  ];
}
