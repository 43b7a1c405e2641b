import { getIgnoringCase } from '../scim/attribute.ts';
import { SCIM_TYPES } from '../scim/error.ts';
import { isObject } from '../scim/json.ts';
import { isError } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

/** RFC 7644 §3.12 has the keywords for 400; §3.3 has uniqueness for 409, §7.5.2 sensitive for 403. */
const BESIDES: Readonly<Record<string, readonly number[]>> = { uniqueness: [409], sensitive: [403] };
const KNOWN: readonly string[] = SCIM_TYPES;

export const scimTypeFits = defineCheck({
  name: 'scim-type-fits',
  title: 'A scimType comes with the status that the RFC gives it',
  level: 'MAY',
  cites: ['RFC7644-3.12-16'],
  why: 'Clients choose by the status first, and do not look at a keyword that cannot be there.',
  judge(answer) {
    const scimType = isError(answer) && isObject(answer.body) ? getIgnoringCase(answer.body, 'scimType') : undefined;
    if (typeof scimType !== 'string' || !KNOWN.includes(scimType)) return undefined;
    return answer.status === 400 || BESIDES[scimType]?.includes(answer.status)
      ? []
      : [broken('scimType', `scimType ${scimType} comes with the status ${answer.status}`)];
  },
});
