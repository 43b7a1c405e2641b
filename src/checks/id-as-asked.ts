import { getIgnoringCase } from '../scim/attribute.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { singleResource } from './resources.ts';

export const idAsAsked = defineCheck({
  name: 'id-as-asked',
  title: 'A resource that was asked for by its id has that id',
  level: 'MUST',
  cites: ['RFC7643-3.1-04'],
  why: 'An identity provider that gets another resource than the one it asked for changes, or deactivates, the wrong person.',
  judge(answer) {
    const resource = answer.target.kind === 'resource' ? singleResource(answer) : undefined;
    if (resource === undefined || answer.target.kind !== 'resource') return undefined;
    const actual = getIgnoringCase(resource, 'id');
    const expected = answer.target.id;
    if (typeof actual !== 'string') return undefined;
    // Servers with UUIDs often find them in any case; RFC 7644 section 3.8 lets a suffix name the format.
    const wanted = expected.toLowerCase();
    return [wanted, wanted.replace(/\.scim$/, '')].includes(actual.toLowerCase())
      ? []
      : [broken('id', 'the id is not the one asked for', { actual, expected })];
  },
});
