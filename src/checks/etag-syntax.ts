import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

/** RFC 9110 §8.8.3. */
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\u00ff]*"$/;

export const etagSyntax = defineCheck({
  name: 'etag-syntax',
  title: 'An ETag is written in quotes, with W/ in front when it is weak',
  level: 'MUST',
  cites: ['RFC9110-8.8.3-01'],
  why: 'Proxies and clients drop an ETag that they cannot read, and updates then overwrite each other.',
  judge(answer) {
    const etag = responseHeader(answer, 'etag');
    if (etag === undefined) return undefined;
    return ENTITY_TAG.test(etag.trim())
      ? []
      : [broken('header.etag', 'the ETag is not an entity tag', { actual: etag, expected: 'W/"1"' })];
  },
});
