import { plain } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { SCIM_TYPES } from '../scim/error.ts';
import { isObject, isUnassigned } from '../scim/json.ts';
import { ERROR_URN } from '../scim/urn.ts';
import { isError, namesSchema } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

const KNOWN: readonly string[] = SCIM_TYPES;

export const errorScimType = defineCheck({
  name: 'error-scim-type',
  title: 'The scimType of an error is one that the RFCs define',
  // The list is not closed: a keyword of the vendor's own is worth a note, no more.
  level: 'MAY',
  cites: ['RFC7644-3.12-14'],
  why: 'Clients act on the keywords they know; Uniqueness or conflict is not uniqueness.',
  judge(answer) {
    if (!isError(answer) || !isObject(answer.body) || !namesSchema(answer.body, ERROR_URN)) return undefined;
    const actual = getIgnoringCase(answer.body, 'scimType');
    if (isUnassigned(actual)) return undefined;
    if (typeof actual !== 'string') return [broken('scimType', 'scimType is not a string', { actual })];
    return KNOWN.includes(actual) ? [] : [broken('scimType', `scimType ${plain(actual, 40)} is in no RFC`, { actual })];
  },
});
