import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { resourcesIn } from './resources.ts';

export const notPublic = defineCheck({
  name: 'not-public',
  title: 'Answers with resources may not be kept by public caches',
  level: 'MAY',
  cites: ['RFC7644-7.5.1-01'],
  why: 'A cache between the two shows personal data to whoever asks next.',
  judge(answer, context) {
    if (resourcesIn(answer, context).length === 0) return undefined;
    const control = responseHeader(answer, 'cache-control') ?? '';
    return /(?:^|[\s,])public(?:$|[\s,])/i.test(control)
      ? [broken('header.cache-control', 'Cache-Control is public', { actual: control })]
      : [];
  },
});
