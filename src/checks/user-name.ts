import { someKind } from '../expect/print.ts';
import { isUnassigned } from '../scim/json.ts';
import { USER_URN } from '../scim/urn.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const userName = defineCheck({
  name: 'user-name',
  title: 'Every user has a userName',
  level: 'MUST',
  cites: ['RFC7643-4.1.1-01'],
  idps: { okta: { features: ['import-users'], need: 'required' } },
  why: 'Identity providers find a person by it; a user without one is created a second time or breaks the import.',
  judge(answer, context) {
    const users = resourcesIn(answer, context).filter(
      ({ model, projected }) => !projected && model?.core.id.toLowerCase() === USER_URN.toLowerCase(),
    );
    if (users.length === 0) return undefined;
    return users.flatMap((user) => {
      const actual = valueIn(user, 'userName');
      const path = pathIn(user, 'userName');
      if (isUnassigned(actual)) return [broken(path, `${path} is absent`)];
      if (typeof actual !== 'string')
        return [broken(path, `${path} is ${someKind(actual)} but should be a string`, { actual })];
      // Whether blanks are a name is a matter of opinion.
      return actual === '' ? [broken(path, `${path} is empty`)] : [];
    });
  },
});
