import { expect, it, vi } from 'vitest';
import { createPlainLine, createStatusLine } from './status-line.ts';

/** A terminal that knows how to begin a line anew. */
const terminal = () => {
  let raw = '';
  const output = {
    columns: 20,
    write: (text: string) => {
      raw += text;
      return true;
    },
  };
  const screen = (): string[] => raw.split('\n').map((line) => line.split('\r\u001b[2K').at(-1) ?? '');
  return { output, screen };
};

it('draws over itself, lets messages stand above it, and leaves nothing behind', async () => {
  const { output, screen } = terminal();
  const line = createStatusLine(output);
  let done = 1;
  line.watch(() => `${done} of 3 and a long story\u001b[2J`);
  await vi.waitFor(() => expect(screen()).toEqual(['1 of 3 and a long …']));
  done = 2;
  await vi.waitFor(() => expect(screen()).toEqual(['2 of 3 and a long …']));
  line.say('Stopping\u0007: it\nis late');
  expect(screen().slice(0, 2)).toEqual(['Stopping\\u0007: it', 'is late']);
  await vi.waitFor(() => expect(screen().at(-1)).toBe('2 of 3 and a long …'));
  line.end();
  line.end();
  expect(screen()).toEqual(['Stopping\\u0007: it', 'is late', '']);
});

it('without a terminal only passes messages on', () => {
  const { output, screen } = terminal();
  const line = createPlainLine(output);
  line.watch(() => 'never seen');
  line.say('a message');
  line.end();
  expect(screen()).toEqual(['a message', '']);
});
