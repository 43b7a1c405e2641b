import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

it('keeps to its limit, in order, and begins the next at once', async () => {
  const pace = createPace(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const runs = [0, 1, 2, 3].map((number) =>
    pace.run(
      () =>
        new Promise<number>((resolve) => {
          begun.push(number);
          ends.push(() => resolve(number));
        }),
    ),
  );
  expect(begun).toEqual([0, 1]);
  ends[1]?.();
  await runs[1];
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.();
  await runs[0];
  for (const end of ends) end();
  expect(await Promise.all(runs)).toEqual([0, 1, 2, 3]);
});

it('goes on after a failure', async () => {
  const pace = createPace(1);
  const failing = pace.run(() => Promise.reject(new Error('no')));
  const next = pace.run(() => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

it('halves when asked for patience, once for all that ask at the same time, and comes back slowly', () => {
  const pace = createPace(8);
  pace.slower();
  pace.slower();
  expect(pace.limit()).toBe(4);
  for (let i = 0; i < 20; i++) pace.wentWell();
  expect(pace.limit()).toBe(6);
  for (let i = 0; i < 200; i++) pace.wentWell();
  expect(pace.limit()).toBe(8);
});
