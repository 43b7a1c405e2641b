import { plain } from '../expect/print.ts';
import { mediaType } from '../expect/text.ts';
import { header } from '../wire/exchange.ts';
import { type Answer, responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

const SCIM = 'application/scim+json';

export const mediaTypeOfBodies = defineCheck({
  name: 'media-type',
  title: 'JSON bodies are sent as application/scim+json, errors included',
  level: 'SHOULD',
  cites: ['RFC7644-3.1-02', 'RFC7644-3.8-04'],
  why: 'Clients that look at the media type do not parse what they do not know. Most of them take application/json too.',
  judge(answer) {
    if (answer.response.text === '' || answer.body === undefined) return undefined;
    const type = responseHeader(answer, 'content-type');
    if (type === undefined) return [broken('header.content-type', 'a body without Content-Type', { expected: SCIM })];
    if (mediaType(type) === SCIM || (mediaType(type) === 'application/json' && askedForPlainJson(answer))) return [];
    const message = `the media type is ${plain(mediaType(type))} but should be ${SCIM}`;
    return [broken('header.content-type', message, { actual: type, expected: SCIM })];
  },
});

/** RFC 7644 §3.8: application/json is a right answer to whoever lists it; a wildcard alone means the default. */
function askedForPlainJson({ requestHeaders }: Answer): boolean {
  return header(requestHeaders, 'accept')?.toLowerCase().includes('application/json') === true;
}
