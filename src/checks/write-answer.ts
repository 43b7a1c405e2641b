import { isObject } from '../scim/json.ts';
import { looksLikeList } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const writeAnswer = defineCheck({
  name: 'write-answer',
  title: 'Creating and replacing a resource are answered with the resource',
  level: 'SHOULD',
  cites: ['RFC7644-3.3-04', 'RFC7644-3.5.1-01'],
  why: 'Otherwise the client has to ask for what it needs at once: the id, and what the server made of the values.',
  judge({ method, status, target, body, response }) {
    const creates = method === 'POST' && target.kind === 'endpoint' && status === 201;
    const replaces = method === 'PUT' && target.kind === 'resource' && (status === 200 || status === 204);
    if (!creates && !replaces) return undefined;
    if (response.text === '') return [broken('', `a ${status} to ${method} without the resource`)];
    if (body === undefined) return undefined;
    return isObject(body) && !looksLikeList(body)
      ? []
      : [broken('', `a ${status} to ${method} with something else than the resource`, { actual: body })];
  },
});
