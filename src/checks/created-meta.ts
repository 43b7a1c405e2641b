import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, isUnassigned } from '../scim/json.ts';
import { isProjected } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { singleResource } from './resources.ts';

const DUE = ['resourceType', 'created', 'lastModified', 'location'] as const;

export const createdMeta = defineCheck({
  name: 'created-meta',
  title: 'A new resource has meta with resourceType, created, lastModified and location',
  level: 'MUST',
  cites: ['RFC7643-3.1-15'],
  why: 'The client learns from it where the resource is and when it was changed last, without asking again.',
  judge(answer) {
    const resource = answer.status === 201 && !isProjected(answer) ? singleResource(answer) : undefined;
    if (resource === undefined) return undefined;
    const meta = getIgnoringCase(resource, 'meta');
    if (!isObject(meta)) return [broken('meta', 'meta is absent', { expected: [...DUE] })];
    return DUE.filter((name) => isUnassigned(getIgnoringCase(meta, name))).map((name) =>
      broken(`meta.${name}`, `meta.${name} is absent`, { actual: meta }),
    );
  },
});
