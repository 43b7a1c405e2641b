import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { attributesIn } from './resources.ts';

export const onePrimary = defineCheck({
  name: 'one-primary',
  title: 'No attribute has more than one primary value',
  level: 'MUST',
  cites: ['RFC7643-2.4-03'],
  why: 'Which of two primary addresses a client writes to, or logs a person in with, is chance.',
  judge(answer, context) {
    const found = attributesIn(answer, context).filter(
      ({ attribute, value }) => attribute.multiValued && Array.isArray(value),
    );
    if (found.length === 0) return undefined;
    return found
      .filter(
        ({ value }) =>
          Array.isArray(value) &&
          value.filter((element) => isObject(element) && getIgnoringCase(element, 'primary') === true).length > 1,
      )
      .map(({ path, value }) => broken(path, `${path} has more than one primary value`, { actual: value }));
  },
});
