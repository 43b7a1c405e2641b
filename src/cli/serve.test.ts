import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FAULTS } from '../serve/faults/index.ts';
import { PRESETS } from '../serve/presets.ts';
import { VARIATIONS } from '../serve/variations/index.ts';
import { listServer, serve } from './serve.ts';

let written = '';
beforeEach(() => {
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

/** The first words of the lines under a heading. */
const idsUnder = (heading: string): string[] => {
  const block = written.split('\n\n').find((one) => one.startsWith(heading)) ?? '';
  return [...block.matchAll(/^ {2}(\S+)/gm)].map(([, id = '']) => id);
};

it('lists every preset, and every variation and fault in the order of the alphabet', () => {
  listServer();
  expect(idsUnder('VARIATIONS')).toEqual(VARIATIONS.map(({ id }) => id).sort());
  expect(idsUnder('PRESETS')).toEqual(PRESETS.map(({ name }) => name));
  expect(idsUnder('FAULTS')).toEqual(FAULTS.map(({ id }) => id).sort());
});

it('lists those that have a word in id or title, in whatever case', () => {
  listServer('PATCH');
  const wanted = FAULTS.filter(({ id, title }) => /patch/i.test(`${id} ${title}`)).map(({ id }) => id);
  expect(wanted.length).toBeLessThan(FAULTS.length);
  expect(idsUnder('FAULTS')).toEqual(wanted.sort());
});

it('refuses a word that nothing has, and one without the list', async () => {
  expect(() => listServer('nothing-has-this')).toThrow('no preset, no variation and no fault has `nothing-has-this`');
  await expect(serve({ port: '0' }, 'patch')).rejects.toThrow('did not expect `patch`');
  expect(written).toBe('');
});
