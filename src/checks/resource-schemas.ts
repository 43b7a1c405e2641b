import { isUnassigned } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const resourceSchemas = defineCheck({
  name: 'resource-schemas',
  title: 'Every resource has a list of schemas',
  level: 'MUST',
  cites: ['RFC7643-3-01'],
  why: 'It is how a client knows what the JSON is; without it a typed client cannot read the resource.',
  judge(answer, context) {
    // The examples of RFC 7644 leave schemas out of resources that were cut down on demand.
    const resources = resourcesIn(answer, context).filter(({ projected }) => !projected);
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const actual = valueIn(resource, 'schemas');
      const path = pathIn(resource, 'schemas');
      if (isUnassigned(actual)) return [broken(path, `${path} is absent`)];
      if (!Array.isArray(actual)) return [broken(path, `${path} is not a list`, { actual })];
      return actual.every((urn) => typeof urn === 'string')
        ? []
        : [broken(path, `${path} has elements that are not strings`, { actual })];
    });
  },
});
