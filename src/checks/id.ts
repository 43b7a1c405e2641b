import { someKind } from '../expect/print.ts';
import { isUnassigned } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const id = defineCheck({
  name: 'id',
  title: 'Every resource has an id that is a string with something in it',
  level: 'MUST',
  cites: ['RFC7643-3.1-03', 'RFC7643-3.1-10'],
  idps: {
    okta: { features: ['create-users'], need: 'required' },
    entra: { features: ['create-users'], need: 'required' },
    jumpcloud: { features: ['create-users'], need: 'required' },
  },
  why: 'The identity provider keeps the id of what it created; without it every later update and deactivation has no target.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context);
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const actual = valueIn(resource, 'id');
      const path = pathIn(resource, 'id');
      if (isUnassigned(actual)) return [broken(path, `${path} is absent`)];
      if (typeof actual !== 'string')
        return [broken(path, `${path} is ${someKind(actual)} but should be a string`, { actual })];
      return actual.trim() === '' ? [broken(path, `${path} is empty`, { actual })] : [];
    });
  },
});
