import { isDateTime } from '../expect/text.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { attributesIn } from './resources.ts';

export const dateOffset = defineCheck({
  name: 'date-offset',
  title: 'Points in time say their offset from UTC',
  // xsd:dateTime allows to leave it out, so that is no violation.
  level: 'SHOULD',
  cites: ['RFC7643-3.1-18'],
  why: 'Without Z or an offset a client has to guess the time zone, and is hours off when it guesses wrong.',
  judge(answer, context) {
    const found = attributesIn(answer, context).flatMap(({ attribute, value, path }) =>
      attribute.type === 'dateTime' && typeof value === 'string' && isDateTime(value) ? [{ path, value }] : [],
    );
    if (found.length === 0) return undefined;
    return found
      .filter(({ value }) => !/(?:Z|[+-]\d\d:\d\d)$/.test(value))
      .map(({ path, value }) => broken(path, `${path} has no offset`, { actual: value }));
  },
});
