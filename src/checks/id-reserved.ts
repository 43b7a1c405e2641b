import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const idReserved = defineCheck({
  name: 'id-reserved',
  title: 'No id contains the word bulkId',
  level: 'MUST',
  cites: ['RFC7643-3.1-07'],
  why: 'The word stands for a resource that a bulk request is about to create; as an id it was stored instead of being resolved.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context).filter((resource) => typeof valueIn(resource, 'id') === 'string');
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const actual = valueIn(resource, 'id');
      const path = pathIn(resource, 'id');
      return /bulkid/i.test(String(actual)) ? [broken(path, `${path} contains bulkId`, { actual })] : [];
    });
  },
});
