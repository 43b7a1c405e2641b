import { header } from '../wire/exchange.ts';
import { type Answer, responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

/** RFC 9967 §2.5.1.1: a 202 to somebody who wished for it. */
export const isAsynchronous = ({ status, requestHeaders }: Answer): boolean =>
  status === 202 && /\brespond-async\b/i.test(header(requestHeaders, 'prefer') ?? '');

export const asynchronousAnswer = defineCheck({
  name: 'asynchronous-answer',
  title: 'An asynchronous answer has no body, and says in Set-Txn and Location how to hear of the rest',
  level: 'MUST',
  cites: ['RFC9967-2.5.1.1-02', 'RFC9967-3-01', 'RFC9967-2.5.1.1-04'],
  why: 'Without them nobody learns whether the write was carried out.',
  judge(answer) {
    if (!isAsynchronous(answer)) return undefined;
    const missing = ['Set-Txn', 'Location'].filter((name) => !responseHeader(answer, name)?.trim());
    return [
      ...(answer.response.text === '' ? [] : [broken('', 'a 202 with a body')]),
      ...missing.map((name) => broken(`header.${name.toLowerCase()}`, `a 202 without ${name}`)),
    ];
  },
});
