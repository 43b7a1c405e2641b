import { urlOf } from '../expect/url.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { isCreated } from './location-header.ts';

export const locationAgrees = defineCheck({
  name: 'location-agrees',
  title: 'The Location header of a 201 and meta.location are the same place',
  level: 'MUST',
  cites: ['RFC7644-3.3-03'],
  why: 'One of the two is wrong, often by the tenant or the path in front, and which one a client follows is its own affair.',
  judge(answer, { baseUrl }) {
    const location = responseHeader(answer, 'location');
    const actual = isCreated(answer) && isObject(answer.body) ? metaLocation(answer.body) : undefined;
    if (location === undefined || typeof actual !== 'string') return undefined;
    return samePlace(location, actual, baseUrl)
      ? []
      : [broken('meta.location', 'meta.location is not the Location header', { actual, expected: location })];
  },
});

export function metaLocation(resource: JsonObject): Json | undefined {
  const meta = getIgnoringCase(resource, 'meta');
  return isObject(meta) ? getIgnoringCase(meta, 'location') : undefined;
}

/**
 * Two URLs, absolute or relative to the base URL, with the same path. Hosts are not compared: proxies rewrite the header
 * and leave the body alone, which `exchange/location-origin` is about.
 */
export function samePlace(one: string, other: string, baseUrl: string): boolean {
  if (one === other) return true;
  const [left, right] = [one, other].map((url) => URL.parse(url, urlOf(baseUrl, ''))?.pathname);
  return left !== undefined && left === right;
}
