import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject } from '../scim/json.ts';
import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { singleResource } from './resources.ts';

export const etagVersion = defineCheck({
  name: 'etag-version',
  title: 'meta.version and the ETag are the same',
  level: 'SHOULD',
  cites: ['RFC7643-3.1-24'],
  why: 'A client that sends back meta.version in If-Match is refused for ever; often the framework made an ETag of its own.',
  judge(answer) {
    const etag = responseHeader(answer, 'etag');
    const resource = etag === undefined ? undefined : singleResource(answer);
    const meta = resource && getIgnoringCase(resource, 'meta');
    const actual = isObject(meta) ? getIgnoringCase(meta, 'version') : undefined;
    if (etag === undefined || typeof actual !== 'string') return undefined;
    // Proxies that compress make a strong tag weak.
    return opaque(actual) === opaque(etag)
      ? []
      : [broken('meta.version', 'meta.version is not the ETag', { actual, expected: etag })];
  },
});

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
