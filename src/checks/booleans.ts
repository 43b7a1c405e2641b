import { someKind } from '../expect/print.ts';
import { isUnassigned } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { attributesIn } from './resources.ts';

export const booleans = defineCheck({
  name: 'booleans',
  title: 'Boolean attributes are true or false, not text',
  level: 'MUST',
  cites: ['RFC7643-2.3.2-01'],
  why: 'To a client the text "False" is something, and so it is true: the deactivated user stays active.',
  judge(answer, context) {
    const found = attributesIn(answer, context).filter(
      ({ attribute, value }) => attribute.type === 'boolean' && !isUnassigned(value),
    );
    if (found.length === 0) return undefined;
    return found
      .filter(({ value }) => typeof value !== 'boolean')
      .map(({ path, value }) =>
        broken(path, `${path} is ${someKind(value)} but should be a boolean`, { actual: value }),
      );
  },
});
