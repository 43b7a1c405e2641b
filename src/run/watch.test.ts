import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Check } from '../checks/check.ts';
import { CREATE, type Embedded, embedded } from './embedded.testing.ts';
import { rehearse, suiteFrom } from './rehearse.testing.ts';

let client: Embedded['client'];
let close: Embedded['close'];
beforeAll(async () => {
  ({ client, close } = await embedded());
});
afterAll(() => close());

describe('checks on every exchange', () => {
  const check = (name: string, examine: Check['examine']): Check => ({
    ...{ id: `exchange/${name}`, title: name, suite: 'exchange', level: 'MUST', cites: [], idps: {}, sources: [] },
    examine,
  });

  test('each is one result: grouped examples, skip when it never applied, error when it broke', async () => {
    const seen: string[] = [];
    const checks = [
      check('sees', ({ request }) => {
        seen.push(request.method);
        return [];
      }),
      check('complains', ({ request }) => [{ message: `no ${request.method}` }]),
      check('varies', ({ number }) => [{ message: `number ${number}` }]),
      check('idle', () => undefined),
      check('broken', () => {
        throw new TypeError('oops');
      }),
    ];
    const { of, outcomes, summary } = await rehearse({ client, loaded: await suiteFrom(CREATE), checks });
    expect(outcomes).toEqual({
      ...{ 'users/create': 'pass', 'exchange/sees': 'pass', 'exchange/complains': 'fail' },
      ...{ 'exchange/varies': 'fail', 'exchange/idle': 'skip', 'exchange/broken': 'error' },
    });
    expect(of('exchange/complains').reasons.map(({ message }) => message)).toEqual([
      'no GET (in 6 exchanges)',
      'no POST (in 3 exchanges)',
    ]);
    expect(of('exchange/varies').reasons).toHaveLength(6);
    expect(of('exchange/varies').reasons[5]?.message).toBe(
      '9 of 9 exchanges are concerned, in 9 different ways; 5 are shown',
    );
    expect(of('exchange/broken').reasons[0]?.message).toBe('a bug of ours, not of the target: oops');
    expect(seen).not.toContain('DELETE');
    expect(summary.exitCode).toBe(1);
  });

  test('they are selected like cases', async () => {
    const checks = [check('one', () => []), check('two', () => [])];
    const loaded = await suiteFrom(CREATE);
    const { outcomes } = await rehearse({ client, loaded, checks, selection: { only: ['users/**', 'exchange/two'] } });
    expect(outcomes).toEqual({ 'users/create': 'pass', 'exchange/two': 'pass' });
  });
});
