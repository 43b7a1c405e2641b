import { plain } from '../expect/print.ts';
import { mediaType } from '../expect/text.ts';
import { mayBeGateway, responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const jsonLabel = defineCheck({
  name: 'json-label',
  title: 'JSON bodies are sent under a media type for JSON',
  level: 'MUST',
  cites: ['RFC7644-3.8-02'],
  why: 'Okta hands the body to its JSON parser by the media type and fails on text/html and text/plain.',
  judge(answer) {
    if (answer.body === undefined || mayBeGateway(answer)) return undefined;
    const type = responseHeader(answer, 'content-type');
    if (type === undefined || /json\b/.test(mediaType(type))) return [];
    const message = `a JSON body is sent as ${plain(mediaType(type))}`;
    return [broken('header.content-type', message, { actual: type, expected: 'application/scim+json' })];
  },
});
