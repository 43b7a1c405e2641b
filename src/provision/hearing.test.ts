import { describe, expect, it } from 'vitest';
import type { Exchange, WireProblemKind } from '../wire/exchange.ts';
import { createHearing, type Hearing } from './hearing.ts';

const BASE = 'https://scim.example.com/scim/v2';
const exchange = (what: Pick<Exchange, 'response' | 'problem'>): Exchange => ({
  ...{ number: 1, at: '2030-01-01T00:00:00.000Z', durationMs: 1, attempt: 1 },
  request: { method: 'GET', url: `${BASE}/Users`, headers: [] },
  ...what,
});
const answer = (status: number, type = 'application/scim+json', text = '{}'): Exchange =>
  exchange({
    response: {
      status,
      headers: [['Content-Type', type]],
      text,
      ...(/json/.test(type) && text !== '' && { body: {} }),
    },
  });
const trouble = (kind: WireProblemKind): Exchange => exchange({ problem: { kind, message: `It is ${kind}.` } });

const hearing = (...exchanges: readonly Exchange[]): Hearing => {
  const heard = createHearing(BASE);
  for (const one of exchanges) heard.hear(one);
  return heard;
};
const many = (count: number, one: Exchange): Exchange[] => Array.from({ length: count }, () => one);

describe('what is heard of a target', () => {
  it.each(['resolve', 'refused', 'tls', 'timeout', 'closed', 'protocol'] as const)('is nothing: %s', (kind) => {
    expect(hearing(trouble(kind)).silence()).toMatchObject({ kind: 'lost', because: `It is ${kind}.` });
  });

  it.each([
    ['a gateway', answer(502, 'text/html', '<html>Bad gateway</html>'), 'GET /Users answered 502 with text/html'],
    ['a gateway in JSON', answer(504), 'GET /Users answered 504'],
    ['a page', answer(200, 'text/html; charset=utf-8', '<html>'), 'GET /Users answered 200 with text/html'],
    ['a page without a name', answer(404, 'application/octet-stream', '\n<!DOCTYPE html>'), 'GET /Users answered 404'],
    ['a redirection', answer(301, 'text/plain', ''), 'GET /Users answered 301'],
  ])('is somebody else: %s', (_, one, because) => {
    expect(hearing(one).silence()).toMatchObject({ kind: 'lost', because: expect.stringContaining(because) });
  });

  it.each([
    ['a resource', answer(200)],
    ['an error of its own', answer(500)],
    ['no content', answer(204, 'text/html', '')],
    ['nothing new', answer(304, 'text/html', '')],
    ['plain text', answer(404, 'text/plain', 'not found')],
  ])('is itself: %s', (_, one) => {
    const heard = hearing(...many(20, trouble('closed')), one);
    expect(heard.silence()).toBeUndefined();
    expect(heard.isAway()).toBe(false);
    expect(heard.spokeAt()).toBeGreaterThan(0);
  });

  it.each([
    ['asks for patience', answer(429)],
    ['is out of order', answer(503)],
    ['is not asked, because we were interrupted', trouble('aborted')],
    ['is not asked, because no token could be had', trouble('auth')],
  ])('says neither when it %s', (_, one) => {
    expect(hearing(one).silence()).toBeUndefined();
    expect(hearing(one).spokeAt()).toBe(0);
    expect(hearing(trouble('closed'), one).silence()).toBeDefined();
  });
});

it('many requests without a word say that it is away; those that do not arrive are counted by whoever sends them', () => {
  expect(hearing(...many(100, trouble('closed'))).isAway()).toBe(true);
  expect(hearing(...many(50, trouble('closed')), answer(200), ...many(50, trouble('closed'))).isAway()).toBe(false);
  expect(hearing(...many(200, trouble('refused'))).isAway()).toBe(false);
});
