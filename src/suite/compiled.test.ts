import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf, readCompiled, writeCompiled } from './compiled.ts';
import { loadSuites } from './load.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scimulate-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('compiled suites', () => {
  it('are the same as those that were read', async () => {
    const file = join(folder, 'compiled.json');
    const { suites, dialects } = await loadSuites();
    await writeCompiled('key', { suites, dialects }, file);
    expect(await readCompiled('key', file)).toEqual({ suites, dialects });
  });

  it('are not used for other texts, nor when they are damaged or not there', async () => {
    const file = join(folder, 'other.json');
    expect(await readCompiled('key', file)).toBeUndefined();
    await writeCompiled('key', { suites: [], dialects: new Map() }, file);
    expect(await readCompiled('another', file)).toBeUndefined();
    await writeFile(file, '{"key": "key", "suites": [');
    expect(await readCompiled('key', file)).toBeUndefined();
  });

  it('have a key that every change of a file changes', () => {
    const keys = [
      [['a', 'x']],
      [['a', 'y']],
      [['b', 'x']],
      [
        ['a', 'x'],
        ['b', ''],
      ],
      [['a', 'xb']],
    ].map((texts) => keyOf(new Map(texts.map(([name = '', text = '']) => [name, text]))));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
