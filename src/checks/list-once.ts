import { listOf } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { resourcesIn, valueIn } from './resources.ts';

export const listOnce = defineCheck({
  name: 'list-once',
  title: 'A list has each resource once',
  level: 'SHOULD',
  cites: ['RFC7644-3.4.2-10'],
  why: 'A join over several e-mail addresses returns a user once per address, and the client believes there are two.',
  judge(answer, context) {
    if (listOf(answer) === undefined) return undefined;
    const ids = resourcesIn(answer, context).flatMap((resource) => {
      const id = valueIn(resource, 'id');
      return typeof id === 'string' ? [`${resource.model?.type.name ?? ''} ${id}`] : [];
    });
    const seen = new Set<string>();
    const repeated = ids.find((id) => seen.size === seen.add(id).size);
    return repeated === undefined
      ? []
      : [
          broken('Resources.id', 'the same resource stands in a list twice', {
            actual: repeated.slice(repeated.indexOf(' ') + 1),
          }),
        ];
  },
});
