import { describe, expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import { type Clock, createPace, retryAfter } from './pace.ts';
import { answerJson, client, get, httpServer } from './servers.testing.ts';

/** A clock on which a sleep takes no time but moves the hands. */
const fakeClock = () => {
  let now = Date.parse('2030-01-01T00:00:00Z');
  const slept: number[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
  return { clock, slept };
};

describe('retryAfter', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  test.each<[string, string | undefined, number | undefined]>([
    ['120', undefined, 120_000],
    ['0', undefined, 0],
    ['1.5', undefined, 1500],
    ['Tue, 01 Jan 2030 00:00:07 GMT', undefined, 7000],
    ['Tue, 01 Jan 2030 00:10:07 GMT', 'Tue, 01 Jan 2030 00:10:00 GMT', 7000],
    ['Tue, 01 Jan 2019 00:00:00 GMT', undefined, 0],
    ['-1', undefined, undefined],
    ['soon', undefined, undefined],
    ['2030', undefined, 2_030_000],
    ['Mon, nonsense', undefined, undefined],
    ['', undefined, undefined],
  ])('%s (Date: %s) is %s ms', (value, date, expected) => {
    expect(retryAfter([['retry-AFTER', value], ...(date === undefined ? [] : [['Date', date] as const])], now)).toBe(
      expected,
    );
  });
});

describe('a target that asks for patience', () => {
  /** Answers with these statuses and Retry-After values, then with 200. */
  const busyServer = async (...answers: [status: number, retryAfter?: string][]) => {
    const url = await httpServer((_request, response) => {
      const [status, wait] = answers.shift() ?? [200];
      answerJson(response, status, {}, wait === undefined ? {} : { 'Retry-After': wait });
    });
    return url;
  };
  const run = async (url: string, pace: object = {}, method = 'GET') => {
    const { clock, slept } = fakeClock();
    const exchanges: Exchange[] = [];
    const waits: object[] = [];
    const sut = client({
      baseUrl: url,
      clock,
      pace,
      onExchange: (exchange) => exchanges.push(exchange),
      onWait: (wait) => waits.push(wait),
    });
    const last = await sut.send(get('/Users', { method }));
    expect(last).toBe(exchanges.at(-1));
    return {
      slept,
      waits,
      attempts: exchanges.map(({ number, attempt, response }) => [number, attempt, response?.status]),
    };
  };

  test('gets it, and every attempt is an exchange of its own', async () => {
    const url = await busyServer([429, '2'], [503, '3']);
    expect(await run(url, {}, 'POST')).toEqual({
      slept: [2000, 3000],
      waits: [
        { seconds: 2, because: '429 with Retry-After: 2 s' },
        { seconds: 3, because: '503 with Retry-After: 3 s' },
      ],
      attempts: [
        [1, 1, 429],
        [2, 2, 503],
        [3, 3, 200],
      ],
    });
  });

  test('without saying how long gets a short one after 429, growing, and none after 503', async () => {
    expect(await run(await busyServer([429], [429], [429, 'soon']))).toMatchObject({
      slept: [500, 1000, 2000],
      waits: [{ seconds: 0.5, because: '429 without Retry-After' }, {}, {}],
    });
    expect(await run(await busyServer([503]))).toMatchObject({ slept: [], attempts: [[1, 1, 503]] });
  });

  test('does not get more attempts than allowed', async () => {
    const url = await busyServer(...Array.from({ length: 9 }, (): [number, string] => [429, '0']));
    const { attempts } = await run(url, { attempts: 3 });
    expect(attempts).toEqual([
      [1, 1, 429],
      [2, 2, 429],
      [3, 3, 429],
    ]);
  });

  test('does not get more time than allowed', async () => {
    expect(await run(await busyServer([429, '3600']))).toMatchObject({ slept: [], attempts: [[1, 1, 429]] });
    const { slept } = await run(await busyServer([429, '4'], [429, '4'], [429, '4']), { maxWaitMs: 10_000 });
    expect(slept).toEqual([4000, 4000]);
  });

  test('is reported to the sender that waits for it, and to no other', async () => {
    const { clock } = fakeClock();
    const sut = client({ baseUrl: await busyServer([429, '2']), clock });
    const told: unknown[] = [];
    const watch = {
      onAttempt: ({ attempt, response }: Exchange) => told.push([attempt, response?.status]),
      onWait: ({ seconds }: { seconds: number }) => told.push(seconds),
    };
    expect(await sut.send(get('/Users'), undefined, watch)).toMatchObject({ attempt: 2, response: { status: 200 } });
    await sut.send(get('/Users'), undefined, watch);
    expect(told).toEqual([[1, 429], 2]);
  });

  test('is left alone by everybody meanwhile', async () => {
    const { clock, slept } = fakeClock();
    const pace = createPace({}, clock);
    expect(pace.turn()).toBeUndefined();
    const pause = pace.pause({ milliseconds: 1000, because: '' });
    const turn = pace.turn();
    expect(turn).toBeInstanceOf(Promise);
    await Promise.all([pause, turn]);
    expect(slept[0]).toBe(1000);
    expect(slept.length).toBeLessThanOrEqual(2);
  });

  test('does not hold an interrupted run', async () => {
    const interruption = new AbortController();
    const url = await busyServer([429, '30']);
    const sut = client({ baseUrl: url, onWait: () => interruption.abort() });
    const exchange = await sut.send(get('/Users'), interruption.signal);
    expect(exchange).toMatchObject({ number: 2, attempt: 2, problem: { kind: 'aborted' } });
  });
});

describe('a rate', () => {
  test('is kept over all senders', async () => {
    let now = 0;
    const due: number[] = [];
    const clock: Clock = {
      now: () => now,
      sleep: async (milliseconds) => {
        due.push(now + milliseconds);
      },
    };
    const pace = createPace({ rate: 10 }, clock);
    await Promise.all([pace.turn(), pace.turn(), pace.turn()]);
    now = 1000;
    await Promise.all([pace.turn(), pace.turn()]);
    expect(due).toEqual([100, 200, 1100]);
  });

  test('applies to the requests of a client', async () => {
    const { clock, slept } = fakeClock();
    const url = await httpServer((_request, response) => answerJson(response, 200, {}));
    const sut = client({ baseUrl: url, clock, pace: { rate: 4 } });
    for (let i = 0; i < 5; i++) await sut.send(get('/Users'));
    expect(slept).toEqual([250, 250, 250, 250]);
  });
});
