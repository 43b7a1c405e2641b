import { expect, test } from 'vitest';
import { type Planned, schedule } from './schedule.ts';

const plan = (id: string, needs: string[] = [], alone = false): Planned => ({ id, needs, alone });

const trace = async (all: Planned[], concurrency: number, stopAfter = Number.POSITIVE_INFINITY) => {
  const running = new Set<string>();
  const order: string[] = [];
  const beside: Record<string, string[]> = {};
  const stuck: string[] = [];
  let most = 0;
  await schedule(all, {
    concurrency,
    goesOn: () => order.length < stopAfter,
    async execute({ id }) {
      order.push(id);
      running.add(id);
      most = Math.max(most, running.size);
      await new Promise((resolve) => setImmediate(resolve));
      beside[id] = [...running].filter((other) => other !== id);
      running.delete(id);
    },
    async stuck(planned) {
      stuck.push(...planned.map(({ id }) => id));
    },
  });
  return { order, beside, most, stuck };
};

test('needs come first; needs that are not planned count as done', async () => {
  const { order } = await trace([plan('c', ['b', 'elsewhere']), plan('b', ['a']), plan('a')], 4);
  expect(order).toEqual(['a', 'b', 'c']);
});

test('independent ones run beside each other, up to the limit', async () => {
  const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => plan(id));
  expect((await trace(all, 3)).most).toBe(3);
  const alone = await trace(all, 1);
  expect(alone.most).toBe(1);
  expect(alone.order).toEqual(all.map(({ id }) => id));
});

test('nothing runs beside one that is alone, and what needs it still runs', async () => {
  const all = [plan('alone', ['a'], true), plan('a'), plan('b'), plan('after', ['alone']), plan('second', [], true)];
  const { beside, order } = await trace(all, 4);
  expect(beside.alone).toEqual([]);
  expect(beside.second).toEqual([]);
  expect(order.toSorted()).toEqual(['a', 'after', 'alone', 'b', 'second']);
  expect(order.indexOf('after')).toBeGreaterThan(order.indexOf('alone'));
});

test('a circle of needs is told, not waited for', async () => {
  const { order, stuck } = await trace([plan('a', ['b']), plan('b', ['a']), plan('c')], 2);
  expect(order).toEqual(['c']);
  expect(stuck).toEqual(['a', 'b']);
});

test('nothing starts after the run has ended', async () => {
  const { order, stuck } = await trace([plan('a'), plan('b'), plan('c', ['a'])], 1, 1);
  expect(order).toEqual(['a']);
  expect(stuck).toEqual([]);
});
