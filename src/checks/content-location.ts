import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { metaLocation, samePlace } from './location-agrees.ts';
import { singleResource } from './resources.ts';

export const contentLocation = defineCheck({
  name: 'content-location',
  title: 'A Content-Location header is the same place as meta.location',
  level: 'MUST',
  cites: ['RFC7643-3.1-23'],
  why: 'Caches and clients that know HTTP take the resource for the one at Content-Location.',
  judge(answer, { baseUrl }) {
    const header = responseHeader(answer, 'content-location');
    const resource = header === undefined ? undefined : singleResource(answer);
    const actual = resource && metaLocation(resource);
    if (header === undefined || typeof actual !== 'string') return undefined;
    // By HTTP a relative one stands below the URL of the request, by SCIM below the base URL.
    const resolved = URL.parse(header, answer.url)?.href ?? header;
    if (samePlace(header, actual, baseUrl) || samePlace(resolved, actual, baseUrl)) return [];
    return [broken('meta.location', 'meta.location is not the Content-Location header', { actual, expected: header })];
  },
});
