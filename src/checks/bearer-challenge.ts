import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

const BEARER = /(?:^|,)\s*bearer(?=\s|,|$)/i;
const WITH_PARAMETER = /(?:^|,)\s*bearer\s+[\w-]+\s*=/i;

export const bearerChallenge = defineCheck({
  name: 'bearer-challenge',
  title: 'A Bearer challenge has a parameter, such as the realm',
  // The bare word is common, and no client minds.
  level: 'SHOULD',
  cites: ['RFC6750-3-01'],
  why: 'RFC 6750 demands one; strict parsers of challenges read nothing out of the bare word.',
  judge(answer) {
    const challenge = answer.status === 401 ? responseHeader(answer, 'www-authenticate') : undefined;
    if (challenge === undefined || !BEARER.test(challenge)) return undefined;
    return WITH_PARAMETER.test(challenge)
      ? []
      : [broken('header.www-authenticate', 'the Bearer challenge has no parameter', { actual: challenge })];
  },
});
