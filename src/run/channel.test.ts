import { expect, test } from 'vitest';
import { createChannel } from './channel.ts';

const drain = async <T>(channel: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const value of channel) all.push(value);
  return all;
};

test('a fast producer waits for a slow reader, and nothing is lost or out of order', async () => {
  const channel = createChannel<number>(2);
  let ahead = 0;
  let most = 0;
  const produce = async () => {
    for (let value = 0; value < 50; value++) {
      most = Math.max(most, ++ahead);
      await channel.push(value);
    }
    channel.close();
  };
  const produced = produce();
  const seen: number[] = [];
  for await (const value of channel) {
    ahead--;
    seen.push(value);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await produced;
  expect(seen).toEqual(Array.from({ length: 50 }, (_, value) => value));
  expect(most).toBeLessThanOrEqual(4);
});

test('many producers that do not wait lose nothing either', async () => {
  const channel = createChannel<string>(1);
  for (const value of ['a', 'b', 'c', 'd']) void channel.push(value);
  channel.close();
  expect(await drain(channel)).toEqual(['a', 'b', 'c', 'd']);
});

test('an error comes after the values before it', async () => {
  const channel = createChannel<number>(5);
  void channel.push(1);
  channel.fail(new Error('broken'));
  const seen: number[] = [];
  await expect(
    (async () => {
      for await (const value of channel) seen.push(value);
    })(),
  ).rejects.toThrow('broken');
  expect(seen).toEqual([1]);
});

test('when the reader has gone nobody waits', async () => {
  const channel = createChannel<number>(0);
  const waiting = channel.push(1);
  channel.abandon();
  await waiting;
  await channel.push(2);
});
