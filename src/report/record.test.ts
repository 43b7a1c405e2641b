import { expect, it } from 'vitest';
import { answer, eventsOf, exchange, FAILURE, result } from './example.testing.ts';
import { createRecord, exchangesBehind, isBad, unreadyFor, violatesRfc } from './record.ts';

it('forgets the oldest exchanges that no bad result points at, when there are too many', () => {
  const { record, listener } = createRecord(60_000);
  const exchanges = Array.from({ length: 20 }, (_, index) =>
    exchange(index + 1, { response: answer('x'.repeat(1000)) }),
  );
  const events = eventsOf([], exchanges);
  listener.on({ type: 'exchange', exchange: exchange(100) });
  listener.on({ type: 'exchange', exchange: exchange(101) });
  listener.on({ type: 'case-finished', result: result('users/a', 'fail', { exchanges: [100] }) });
  for (const event of events) listener.on(event);
  expect(record.exchanges.has(100)).toBe(true);
  expect(record.exchanges.has(101)).toBe(false);
  expect(record.exchanges.has(20)).toBe(true);
  expect(record.exchanges.size).toBeLessThan(12);
});

it('forgets even those when a target sends without end', () => {
  const { record, listener } = createRecord(60_000);
  const numbers = Array.from({ length: 40 }, (_, index) => index + 1);
  listener.on({ type: 'case-finished', result: result('users/a', 'fail', { exchanges: numbers }) });
  for (const number of numbers)
    listener.on({ type: 'exchange', exchange: exchange(number, { response: answer('x'.repeat(5000)) }) });
  expect(record.exchanges.size).toBeLessThan(8);
});

it('knows what decides the exit status and on whose account', () => {
  expect(isBad(result('a/a', 'fixed'))).toBe(true);
  expect(isBad(result('a/a', 'warn'))).toBe(false);
  expect(violatesRfc(FAILURE)).toBe(true);
  expect(violatesRfc(result('a/a', 'fail', { level: 'SHOULD' }))).toBe(false);
  expect(violatesRfc(result('a/a', 'fail', { reasons: [{ message: 'x', idp: 'okta' }] }))).toBe(false);
  expect(unreadyFor(FAILURE, ['okta', 'entra'])).toEqual(['okta']);
  expect(exchangesBehind(FAILURE)).toEqual([1, 2]);
});
