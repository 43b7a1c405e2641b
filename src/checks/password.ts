import { plain } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, isUnassigned, type Json } from '../scim/json.ts';
import { type Answer, requestObject } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { type FoundResource, pathIn, resourcesIn, valueIn } from './resources.ts';

/** Shorter ones may stand in an answer by chance. */
const TELLING = 8;

export const password = defineCheck({
  name: 'password',
  title: 'No answer contains a password, or another attribute that the schema says is never returned',
  level: 'MUST',
  cites: ['RFC7643-4.1.1-06', 'RFC7643-7-19', 'RFC7643-7-20'],
  why: 'It ends up in the logs of every client, proxy and identity provider on the way.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context);
    const sent = sentPassword(answer);
    if (resources.length === 0 && sent === undefined) return undefined;
    const returned = resources.flatMap(secretsIn);
    if (returned.length > 0 || sent === undefined || !answer.response.text.includes(JSON.stringify(sent).slice(1, -1)))
      return returned;
    return [broken('', 'the answer contains the password that was sent')];
  },
});

/** Where a resource shows what it must not; the reasons do not repeat it. */
function secretsIn(resource: FoundResource): ReturnType<typeof broken>[] {
  const undeclared = isUnassigned(valueIn(resource, 'password')) ? [] : [pathIn(resource, 'password')];
  const declared = resource
    .attributes()
    .filter(({ attribute: { returned, mutability } }) => returned === 'never' || mutability === 'writeOnly')
    .filter(({ value }) => !isUnassigned(value))
    .map(({ path }) => path);
  return [...new Set([...undeclared, ...declared])].map((path) => broken(path, `${plain(path)} is returned`));
}

/** The password of the request, unless the same text stands somewhere else in it too. */
function sentPassword(answer: Answer): string | undefined {
  const { requestBody = '' } = answer;
  if (!/"password"/i.test(requestBody)) return undefined;
  const value = passwordsIn(requestObject(answer)).find((one) => one.length >= TELLING);
  if (value === undefined) return undefined;
  return requestBody.split(JSON.stringify(value).slice(1, -1)).length === 2 ? value : undefined;
}

/** At any depth: in a bulk request a user is three levels down. */
function passwordsIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(passwordsIn);
  if (!isObject(value)) return [];
  const own = getIgnoringCase(value, 'password');
  return [...(typeof own === 'string' ? [own] : []), ...Object.values(value).flatMap(passwordsIn)];
}
