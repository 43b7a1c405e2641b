import { responseHeader } from './answer.ts';
import { isAsynchronous } from './asynchronous-answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const asynchronousPreference = defineCheck({
  name: 'asynchronous-preference',
  title: 'An asynchronous answer says in Preference-Applied that it is one',
  level: 'SHOULD',
  cites: ['RFC9967-2.5.1.1-03'],
  why: 'A 202 may mean many things; only this header says that the wish was heard.',
  judge(answer) {
    if (!isAsynchronous(answer)) return undefined;
    const applied = responseHeader(answer, 'preference-applied') ?? '';
    return /\brespond-async\b/i.test(applied)
      ? []
      : [broken('header.preference-applied', 'a 202 without Preference-Applied: respond-async')];
  },
});
