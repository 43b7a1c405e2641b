import { namesSchema } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const baseSchema = defineCheck({
  name: 'base-schema',
  title: 'Every resource names the base schema of its type',
  level: 'MUST',
  cites: ['RFC7643-3.3-01', 'RFC7643-4.1-01'],
  why: 'Clients choose how to read a resource by it; order does not matter, and other schemas may stand beside it.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context).filter((resource) => listed(valueIn(resource, 'schemas')));
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const { model, value } = resource;
      if (model === undefined || namesSchema(value, model.core.id)) return [];
      const path = pathIn(resource, 'schemas');
      return [
        broken(path, `${path} does not name ${model.core.id}`, {
          actual: valueIn(resource, 'schemas'),
          expected: [model.core.id],
        }),
      ];
    });
  },
});

const listed = (schemas: unknown): boolean => Array.isArray(schemas) && schemas.length > 0;
