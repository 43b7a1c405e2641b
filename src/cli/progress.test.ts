import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, it, vi } from 'vitest';
import { eventsOf, result } from '../report/example.testing.ts';
import type { CaseResult, RunEvent } from '../run/events.ts';
import { createProgress } from './progress.ts';

/** A terminal that remembers what was written to it. */
const terminal = (rows: number) => {
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  const output = Object.assign(stream, { isTTY: true, columns: 100, rows }) as unknown as NodeJS.WriteStream;
  return { output, text: () => stripVTControlCharacters(written), raw: () => written };
};

const started = (id: string): RunEvent => ({ type: 'case-started', id, suite: '' });
const finished = (one: CaseResult): RunEvent => ({ type: 'case-finished', result: one });
const RESULTS = [
  result('users/a', 'pass'),
  result('users/b', 'fail'),
  result('okta/groups/a', 'pass', { suite: 'groups', idps: { okta: { features: ['groups'], need: 'required' } } }),
];

it('draws a line per suite with its counts, and wipes all of it at the end', async () => {
  const { output, text, raw } = terminal(40);
  const progress = createProgress(output, false);
  const [begin] = eventsOf(RESULTS);
  if (begin) progress.on(begin);
  for (const one of RESULTS.slice(0, 2)) progress.on(started(one.id));
  await vi.waitFor(() => expect(text()).toMatch(/users {8}0\/2 {2}users\/b/));
  expect(text()).toContain('okta/groups  0/1');
  for (const one of RESULTS) progress.on(finished(one));
  await vi.waitFor(() => expect(text()).toContain('✖ users        2 cases  1 fail'));
  await progress.end?.();
  expect(text()).toContain('✔ okta/groups  1 case');
  expect(raw().split('\n').at(-1)).toContain('\u001b[2K');
  expect(raw()).not.toContain('\u001b[3');
});

it('draws a line per identity provider when the rows are few', async () => {
  const { output, text } = terminal(5);
  const progress = createProgress(output, false);
  const [begin] = eventsOf(RESULTS);
  if (begin) progress.on(begin);
  await vi.waitFor(() => expect(text()).toMatch(/rfc {3}0\/2/));
  expect(text()).toContain('okta  0/1');
  progress.on({ type: 'waiting', seconds: 4.2, because: 'the target answered 429' });
  await vi.waitFor(() => expect(text()).toContain('waiting 5 s: the target answered 429'));
  await progress.end?.();
});
