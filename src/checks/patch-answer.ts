import { isObject } from '../scim/json.ts';
import { looksLikeList } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const patchAnswer = defineCheck({
  name: 'patch-answer',
  title: 'A PATCH is answered with 200 and the resource, or with 204 and nothing',
  level: 'MUST',
  cites: ['RFC7644-3.5.2-06', 'INTEROP-ENTRA-14'],
  why: 'A client that reads the resource out of a 200 finds nothing, and takes the update for a failure.',
  judge({ method, status, target, body, response }) {
    if (method !== 'PATCH' || target.kind !== 'resource' || status >= 300 || status === 202) return undefined;
    if (status === 204) return [];
    if (status !== 200) return [broken('status', `a PATCH was answered with ${status}`, { actual: status })];
    if (response.text === '') return [broken('', 'a 200 without the resource')];
    if (body === undefined) return undefined;
    return isObject(body) && !looksLikeList(body)
      ? []
      : [broken('', 'a 200 with something else than the resource', { actual: body })];
  },
});
