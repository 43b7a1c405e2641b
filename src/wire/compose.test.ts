import { expect, it } from 'vitest';
import { createComposer } from './compose.ts';
import type { HeaderList, WireRequest } from './exchange.ts';

const request = (headers: HeaderList): WireRequest => ({ method: 'GET', target: '/Users', headers });
const credential = (token: string) => ({ name: 'Authorization', value: `Bearer ${token}` });

it('adds what the request does not have itself, and the credential last', () => {
  const compose = createComposer([
    ['Accept', 'text/plain'],
    ['X-Trace', '1'],
  ]);
  expect(compose(request([['accept', 'application/scim+json']]), credential('one'))).toEqual([
    ['accept', 'application/scim+json'],
    ['X-Trace', '1'],
    ['Authorization', 'Bearer one'],
  ]);
});

it('makes one list for one that cannot change, and another one with another credential', () => {
  const compose = createComposer([]);
  const own = Object.freeze([['Accept', 'application/scim+json']] as const);
  const one = credential('one');
  const first = compose(request(own), one);
  expect(compose(request(own), one)).toBe(first);
  expect(compose(request(own), credential('two'))).toContainEqual(['Authorization', 'Bearer two']);
  expect(compose(request(own), undefined)).toEqual(own);
});

it('remembers nothing of a list that may change', () => {
  const compose = createComposer([]);
  const own: [string, string][] = [['Accept', 'text/plain']];
  const first = compose(request(own), undefined);
  own.push(['X-Late', '1']);
  expect(compose(request(own), undefined)).toHaveLength(2);
  expect(first).toHaveLength(1);
});
