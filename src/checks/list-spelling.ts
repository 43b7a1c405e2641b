import { plain } from '../expect/print.ts';
import { isObject } from '../scim/json.ts';
import { listOf } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

const spellings = (...names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(names.map((name) => [name.toLowerCase(), name]));

const OF_LISTS = spellings(
  'schemas',
  'totalResults',
  'startIndex',
  'itemsPerPage',
  'Resources',
  'nextCursor',
  'previousCursor',
);
const OF_BULK = spellings('schemas', 'Operations');

export const listSpelling = defineCheck({
  name: 'list-spelling',
  title: 'A list, and the answer to a bulk request, spell their attributes as the RFC does',
  // Names are compared ignoring case, so this is no violation.
  level: 'SHOULD',
  cites: ['RFC7644-3.4.2-11'],
  why: 'Okta and Entra look for Resources and totalResults exactly as they are written.',
  judge(answer) {
    const list = listOf(answer);
    const { target, status, body } = answer;
    const results = target.kind === 'bulk' && status === 200 && isObject(body) ? body : undefined;
    const message = list ?? results;
    if (message === undefined) return undefined;
    const names = list === undefined ? OF_BULK : OF_LISTS;
    return Object.keys(message).flatMap((name) => {
      const right = names.get(name.toLowerCase());
      return right === undefined || right === name
        ? []
        : [broken(plain(name), `${right} is spelt ${plain(name)}`, { actual: name, expected: right })];
    });
  },
});
