import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, isUnassigned } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const resourceMeta = defineCheck({
  name: 'resource-meta',
  title: 'Resources that are read or listed say their type and location in meta',
  level: 'SHOULD',
  cites: ['RFC7644-3.4.2-08'],
  why: 'In a list over several types nothing else tells a user from a group, and clients follow the location.',
  judge(answer, context) {
    if (answer.status === 201) return undefined;
    const resources = resourcesIn(answer, context).filter(({ projected }) => !projected);
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const meta = valueIn(resource, 'meta');
      if (!isObject(meta)) return [broken(pathIn(resource, 'meta'), `${pathIn(resource, 'meta')} is absent`)];
      return ['resourceType', 'location']
        .filter((name) => isUnassigned(getIgnoringCase(meta, name)))
        .map((name) =>
          broken(pathIn(resource, `meta.${name}`), `${pathIn(resource, `meta.${name}`)} is absent`, { actual: meta }),
        );
    });
  },
});
