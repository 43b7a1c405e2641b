import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const schemasOnce = defineCheck({
  name: 'schemas-once',
  title: 'No schema is named twice in one resource',
  level: 'MUST',
  cites: ['RFC7643-3-02'],
  why: 'It shows a server that adds to the list at every update, until the list is longer than the resource.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context).filter((resource) => Array.isArray(valueIn(resource, 'schemas')));
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const schemas = valueIn(resource, 'schemas');
      const urns = Array.isArray(schemas) ? schemas.map((urn) => String(urn).toLowerCase()) : [];
      const path = pathIn(resource, 'schemas');
      return new Set(urns).size === urns.length ? [] : [broken(path, `${path} names a schema twice`, { actual: urns })];
    });
  },
});
