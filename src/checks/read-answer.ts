import { isObject } from '../scim/json.ts';
import { looksLikeList, parameter } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const answerToRead = defineCheck({
  name: 'read-answer',
  title: 'Reading a resource by its id gives the resource itself',
  level: 'MUST',
  cites: ['RFC7644-3.4.1-01'],
  why: 'A list of one, an empty body or an error with status 200 is taken for a user without attributes.',
  judge(answer) {
    const { method, status, target, body, response } = answer;
    if (method !== 'GET' || status !== 200 || target.kind !== 'resource') return undefined;
    // What a filter on one resource means is not defined, RFC 7644 §3.4.2.1.
    if (parameter(answer, 'filter') !== undefined) return undefined;
    if (response.text === '') return [broken('', 'the answer has no body')];
    if (body === undefined) return undefined;
    if (looksLikeList(body)) return [broken('', 'the answer is a list, not a resource')];
    return isObject(body) ? [] : [broken('', 'the answer is not a resource', { actual: body })];
  },
});
