import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, embedded } from '../embedded.testing.ts';
import { rehearse, suiteFrom } from '../rehearse.testing.ts';
import { limitsOf } from './together.ts';

let client: Embedded['client'];
let close: Embedded['close'];
beforeAll(async () => {
  ({ client, close } = await embedded());
});
afterAll(() => close());

const RATE = `
  - id: users/rate
    title: Two requests per second
    cites: [R1]
    steps:
      - every-second: true
        together:
          - &ask {send: GET /Users, query: {count: 1}}
          - *ask
        expect: {body: {succeeded: 2, repeated: 0, behind: {le: 1}}}
`;

describe('requests of every second', () => {
  test('are sent for one second unless more is asked for', async () => {
    const { outcomes, requests } = await rehearse({ client, loaded: await suiteFrom(RATE) });
    expect([outcomes['users/rate'], requests('users/rate')]).toEqual(['pass', Array(2).fill('GET /Users?count=1')]);
  });

  test('go on for as long as a rate is sustained, and end by themselves', async () => {
    const started = performance.now();
    const { outcomes, requests } = await rehearse({ client, loaded: await suiteFrom(RATE), sustainedMs: 2000 });
    expect([outcomes['users/rate'], requests('users/rate').length]).toEqual(['pass', 4]);
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  test('end at the first answer that is none', async () => {
    const loaded = await suiteFrom(RATE.replace('GET /Users,', 'GET /Nobody,'));
    const { of, requests } = await rehearse({ client, loaded, sustainedMs: 60_000 });
    expect(of('users/rate').reasons[0]?.message).toBe('succeeded is 0 but should be 2');
    expect(requests('users/rate').length).toBe(2);
  });

  test('are not sent to whoever allows fewer', async () => {
    const { of, requests } = await rehearse({ client, loaded: await suiteFrom(RATE), ratePerSecond: 1.5 });
    const { outcome, reasons } = of('users/rate');
    expect([outcome, reasons[0]?.message]).toEqual([
      'skip',
      'not tested, because it takes 2 requests per second and --rate allows 1.5',
    ]);
    expect(requests('users/rate')).toEqual([]);
  });

  test('say for how long they were sent', async () => {
    const { suites } = await suiteFrom(RATE);
    const steps = suites.flatMap(({ cases }) => cases)[0]?.steps ?? [];
    expect(limitsOf({ steps }, 0)).toBe('tested for 1 s; --sustained 60s goes on for as long');
    expect(limitsOf({ steps }, 60_000)).toBe('tested for 60 s');
    expect(limitsOf({ steps: [] }, 0)).toBeUndefined();
  });
});
