import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { metaLocation, samePlace } from './location-agrees.ts';
import { singleResource } from './resources.ts';

export const readLocation = defineCheck({
  name: 'read-location',
  title: 'A Location header that comes with a resource is the same place as meta.location',
  level: 'MAY',
  cites: ['RFC7644-3.4.1-02'],
  why: 'Only examples have it on reads; where there are two addresses, a client follows one of them.',
  judge(answer, { baseUrl }) {
    const location = answer.status === 200 ? responseHeader(answer, 'location') : undefined;
    const resource = singleResource(answer);
    const actual = resource && metaLocation(resource);
    if (location === undefined || typeof actual !== 'string') return undefined;
    return samePlace(location, actual, baseUrl)
      ? []
      : [broken('meta.location', 'meta.location is not the Location header', { actual, expected: location })];
  },
});
