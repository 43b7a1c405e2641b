import { plain } from '../expect/print.ts';
import { listOf } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

const NAMES = new Map(
  ['schemas', 'totalResults', 'startIndex', 'itemsPerPage', 'Resources', 'nextCursor', 'previousCursor'].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);

export const listSpelling = defineCheck({
  name: 'list-spelling',
  title: 'A list spells its attributes as the RFC does',
  // Names are compared ignoring case, so this is no violation.
  level: 'SHOULD',
  cites: ['RFC7644-3.4.2-11'],
  why: 'Okta and Entra look for Resources and totalResults exactly as they are written.',
  judge(answer) {
    const list = listOf(answer);
    if (list === undefined) return undefined;
    return Object.keys(list).flatMap((name) => {
      const right = NAMES.get(name.toLowerCase());
      return right === undefined || right === name
        ? []
        : [broken(plain(name), `${right} is spelt ${plain(name)}`, { actual: name, expected: right })];
    });
  },
});
