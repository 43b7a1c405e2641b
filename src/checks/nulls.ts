import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn } from './resources.ts';

export const nulls = defineCheck({
  name: 'nulls',
  title: 'Attributes without a value are left out, not shown as null',
  level: 'MAY',
  cites: ['INTEROP-ENTRA-15'],
  why: 'The RFC takes null and absence for the same; readers with types of their own, and Entra by its guidance, do not.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context);
    if (resources.length === 0) return undefined;
    const names = resources.flatMap((resource) =>
      Object.entries(resource.value).flatMap(([name, value]) => (value === null ? [pathIn(resource, name)] : [])),
    );
    return names.length === 0
      ? []
      : [broken('', 'attributes without a value are shown as null', { actual: names.slice(0, 3) })];
  },
});
