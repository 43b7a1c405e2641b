import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openOutlet, readOutlets, readOutletsOf } from './outlets.ts';

describe('readOutlets', () => {
  it('tells people on stderr when nothing else was asked for', () => {
    expect(readOutlets([], false, false)).toEqual([{ name: 'text', place: 'stderr' }]);
    expect(readOutlets([], false, true)).toEqual([]);
  });

  it('keeps the text beside report files, and leaves it out when stdout carries data', () => {
    expect(readOutlets(['junit:out/scim.xml', 'ndjson:C:\\events'], false, false)).toEqual([
      { name: 'junit', place: { file: 'out/scim.xml' } },
      { name: 'ndjson', place: { file: 'C:\\events' } },
      { name: 'text', place: 'stderr' },
    ]);
    expect(readOutlets(['json'], false, false)).toEqual([{ name: 'json', place: 'stdout' }]);
    expect(readOutlets(['text'], true, false)).toEqual([
      { name: 'text', place: 'stderr' },
      { name: 'json', place: 'stdout' },
    ]);
    expect(readOutlets(['json:-'], true, false)).toEqual([{ name: 'json', place: 'stdout' }]);
    expect(readOutlets(['text:-'], false, false)).toEqual([{ name: 'text', place: 'stdout' }]);
  });

  it('keeps to what a command can write, and to where its text belongs', () => {
    const offer = { known: ['text', 'json'], text: 'stdout' } as const;
    expect(readOutletsOf(offer, [], false, false)).toEqual([{ name: 'text', place: 'stdout' }]);
    expect(readOutletsOf(offer, [], true, false)).toEqual([{ name: 'json', place: 'stdout' }]);
    expect(() => readOutletsOf(offer, ['junit:x'], false, false)).toThrow('there is no reporter `junit`');
  });

  it('refuses what cannot be', () => {
    expect(() => readOutlets(['jnit:x'], false, false)).toThrow('there is no reporter `jnit`');
    expect(() => readOutlets(['json:'], false, false)).toThrow('no path after `json:`');
    expect(() => readOutlets(['junit:a', 'json:./a'], false, false)).toThrow('two reports cannot both go to');
    expect(() => readOutlets(['junit'], true, false)).toThrow('the reports junit and json cannot both go to stdout');
  });
});

it('finds out that a file cannot be written before anything is run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scimulate-outlet-'));
  expect(() => openOutlet({ name: 'json', place: { file: folder } })).toThrow(
    `--reporter json: ${folder} cannot be written`,
  );
  rmSync(folder, { recursive: true });
});
