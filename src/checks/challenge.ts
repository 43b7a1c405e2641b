import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const challenge = defineCheck({
  name: 'challenge',
  title: 'Every 401 says in WWW-Authenticate how to authenticate',
  level: 'MUST',
  cites: ['RFC7235-3.1-01', 'RFC7644-2-01'],
  why: 'HTTP clients that negotiate, and people who look for the mistake in their set-up, learn from it which scheme is wanted.',
  judge(answer) {
    if (answer.status !== 401) return undefined;
    const value = responseHeader(answer, 'www-authenticate');
    if (value === undefined) return [broken('header.www-authenticate', 'a 401 without WWW-Authenticate')];
    return value.trim() === '' ? [broken('header.www-authenticate', 'a 401 with an empty WWW-Authenticate')] : [];
  },
});
