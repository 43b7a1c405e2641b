import { responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const noContent = defineCheck({
  name: 'no-content',
  title: 'A 204 has no body',
  level: 'MUST',
  cites: ['RFC9110-15.3.5-01'],
  why: 'Clients do not read a body after 204; its bytes are taken for the beginning of the next answer on the connection.',
  judge(answer) {
    if (answer.status !== 204) return undefined;
    const length = Number(responseHeader(answer, 'content-length') ?? 0);
    if (answer.response.text !== '')
      return [broken('', 'a 204 with a body', { actual: answer.response.text.slice(0, 200) })];
    return length > 0
      ? [broken('header.content-length', 'a 204 that announces a body', { actual: length, expected: 0 })]
      : [];
  },
});
