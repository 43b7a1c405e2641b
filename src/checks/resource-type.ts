import { show } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, isUnassigned } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const resourceType = defineCheck({
  name: 'resource-type',
  title: 'Every resource is of the type of its endpoint, and meta.resourceType says so',
  level: 'MUST',
  cites: ['RFC7643-3.1-17', 'RFC7644-3.3.1-01', 'RFC7644-3.4.2.1-01'],
  why: 'A list of users with a group in it, or a user that calls itself "Users", is sorted into the wrong place by the client.',
  judge(answer, context) {
    const type = 'type' in answer.target ? answer.target.type : undefined;
    if (type === undefined) return undefined;
    const stated = resourcesIn(answer, context).flatMap((resource) => {
      const meta = valueIn(resource, 'meta');
      const actual = isObject(meta) ? getIgnoringCase(meta, 'resourceType') : undefined;
      return isUnassigned(actual) ? [] : [{ resource, actual }];
    });
    if (stated.length === 0) return undefined;
    return stated
      .filter(({ actual }) => actual !== type.name)
      .map(({ resource, actual }) => {
        const path = pathIn(resource, 'meta.resourceType');
        return broken(path, `${path} is ${show(actual)} but should be ${show(type.name)}`, {
          actual,
          expected: type.name,
        });
      });
  },
});
