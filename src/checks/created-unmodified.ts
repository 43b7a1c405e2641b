import { getIgnoringCase } from '../scim/attribute.ts';
import { instant } from '../scim/datetime.ts';
import { isObject } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { singleResource } from './resources.ts';

/** Two clocks, or two roundings, may differ by so many nanoseconds. */
const SECOND = 1_000_000_000n;

export const createdUnmodified = defineCheck({
  name: 'created-unmodified',
  title: 'A new resource was modified last when it was created',
  level: 'MUST',
  cites: ['RFC7643-3.1-19'],
  why: 'Incremental imports ask for what was modified since their last visit, and miss who seems to be older or come from the future.',
  judge(answer) {
    const resource = answer.method === 'POST' && answer.status === 201 ? singleResource(answer) : undefined;
    const meta = resource && getIgnoringCase(resource, 'meta');
    if (!isObject(meta)) return undefined;
    const [created, modified] = ['created', 'lastModified'].map((name) => {
      const value = getIgnoringCase(meta, name);
      return typeof value === 'string' ? instant(value) : undefined;
    });
    if (created === undefined || modified === undefined) return undefined;
    const apart = modified > created ? modified - created : created - modified;
    return apart <= SECOND
      ? []
      : [broken('meta.lastModified', 'meta.lastModified of a new resource is not meta.created', { actual: meta })];
  },
});
