import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const allow = defineCheck({
  name: 'allow',
  title: 'A 405 says in Allow which methods there are',
  level: 'SHOULD',
  cites: ['RFC9110-15.5.6-01'],
  why: 'It is the one place where somebody who sent the wrong method can read the right one.',
  judge(answer) {
    if (answer.status !== 405) return undefined;
    return responseHeader(answer, 'allow') === undefined ? [broken('header.allow', 'a 405 without Allow')] : [];
  },
});
