import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject } from '../scim/json.ts';
import { LIST_RESPONSE_URN } from '../scim/urn.ts';
import { isList, namesSchema } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const listSchemas = defineCheck({
  name: 'list-schemas',
  title: 'The answer to a query is a ListResponse',
  level: 'MUST',
  cites: ['RFC7644-3.4.2-02', 'RFC7644-3.1-03'],
  why: 'A bare list, or a list without its schema, is not what any client reads.',
  judge(answer) {
    const { body } = answer;
    if (!isList(answer) || body === undefined) return undefined;
    if (!isObject(body)) return [broken('', 'the body is not a ListResponse', { actual: body })];
    if (namesSchema(body, LIST_RESPONSE_URN)) return [];
    const actual = getIgnoringCase(body, 'schemas');
    return [broken('schemas', `schemas does not name ${LIST_RESPONSE_URN}`, { actual, expected: [LIST_RESPONSE_URN] })];
  },
});
