import { plain } from '../expect/print.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const duplicateNames = defineCheck({
  name: 'duplicate-names',
  title: 'No object has the same name twice',
  level: 'SHOULD',
  cites: ['RFC7644-3.8-01'],
  why: 'JSON parsers differ in which of the two values they keep, so two clients see two different resources.',
  judge({ body, response }) {
    if (body === undefined) return undefined;
    // A pointer contains positions in lists, which say nothing: only the last name is told.
    const names = new Set((response.duplicateKeys ?? []).map((pointer) => pointer.split('/').at(-1) ?? pointer));
    return [...names]
      .slice(0, 10)
      .map((name) => broken(plain(name), `the name ${plain(name)} stands twice in one object`));
  },
});
