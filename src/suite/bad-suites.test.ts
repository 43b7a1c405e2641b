import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printDiagnostic } from './diagnostics.ts';
import { type Loaded, loadBeside } from './load.ts';
import { parseRequirements } from './requirements.ts';

/**
 * One mistake per file: `name.yaml` with what is printed for it in `name.txt`.
 * After a change that is meant: UPDATE_FIXTURES=1 npx vitest run src/suite/bad-suites.test.ts, then read the difference.
 */
const PACKAGE = join(import.meta.dirname, '../..');
const FOLDER = join(PACKAGE, 'fixtures/bad-suites');
const UPDATE = process.env.UPDATE_FIXTURES !== undefined;

const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

/** A small suite and a small dialect, so that the fixtures do not change with ours. */
const loadGood = async (): Promise<Loaded> => {
  const requirements = parseRequirements(await readFile(join(PACKAGE, 'suites/requirements.json'), 'utf8'));
  const nothing: Loaded = {
    ...{ suites: [], dialects: new Map(), profiles: new Map() },
    ...{ requirements, diagnostics: [], texts: new Map() },
  };
  return loadBeside(nothing, [join(FOLDER, 'good')]);
};

const good = loadGood();

describe('a file with one mistake', () => {
  it('stands beside files without any', async () => {
    const { diagnostics, suites, dialects } = await good;
    expect(diagnostics).toEqual([]);
    expect([suites.length, dialects.size]).toEqual([1, 1]);
  });

  it.each(NAMES)('%s', async (name) => {
    const loaded = await loadBeside(await good, [join(FOLDER, `${name}.yaml`)]);
    const printed = loaded.diagnostics.map((one) => printDiagnostic(one, loaded.texts.get(one.at.file)));
    const file = join(FOLDER, `${name}.txt`);
    if (UPDATE) await writeFile(file, `${printed.join('\n\n')}\n`);
    expect(printed).toHaveLength(1);
    expect(`${printed.join('\n\n')}\n`).toBe(await readFile(file, 'utf8'));
  });
});
