import { isDateTime } from '../expect/text.ts';
import { isUnassigned } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { attributesIn } from './resources.ts';

export const dateTimes = defineCheck({
  name: 'date-times',
  title: 'Points in time, such as meta.created, are written as xsd:dateTime',
  level: 'MUST',
  cites: ['RFC7643-2.3.5-01', 'RFC7643-3.1-18'],
  why: 'Clients parse them; a date alone, seconds since 1970 or a blank instead of the T stop them from reading the whole resource.',
  judge(answer, context) {
    const found = attributesIn(answer, context).filter(
      ({ attribute, value }) => attribute.type === 'dateTime' && !isUnassigned(value),
    );
    if (found.length === 0) return undefined;
    return found
      .filter(({ value }) => typeof value !== 'string' || !isDateTime(value))
      .map(({ path, value }) =>
        broken(path, `${path} is not a dateTime`, { actual: value, expected: '2030-01-31T12:00:00Z' }),
      );
  },
});
