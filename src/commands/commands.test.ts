import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BaseCommand } from '../cli/base.ts';
import { loadLibrary } from '../cli/library.ts';
import { idpsOf } from '../run/select.ts';
import { FAULTS } from '../serve/faults/index.ts';
import { VARIATIONS } from '../serve/variations/index.ts';
import { COMMANDS } from './index.ts';

const ALL = Object.entries(COMMANDS);

describe.each(ALL)('%s', (id, command) => {
  const flags = Object.entries({ ...command.flags, ...BaseCommand.baseFlags });

  it('says what it does, with an example that names it', () => {
    expect(command.summary).toMatch(/^[A-Z].*[^.]$/);
    const examples = (command.examples ?? []).map((example) =>
      typeof example === 'string' ? example : example.command,
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example).toContain(`<%= config.bin %> ${id.replace(':', ' ')}`);
  });

  it.each(flags)('explains --%s, which the environment can set too', (name, flag) => {
    expect(flag.summary).toMatch(/\.$/);
    expect(flag.env).toMatch(/^SCIMULATE_[A-Z_]+$/);
    if (flag.type === 'option') expect(flag.helpValue).toBeTruthy();
    if (flag.type === 'option' && flag.multiple) expect(flag.multipleNonGreedy).toBe(true);
    expect(flag.default, `a default of --${name} would hide the config file`).toBeUndefined();
  });

  it('explains its arguments and never waits for stdin', () => {
    for (const [name, argument] of Object.entries(command.args ?? {})) {
      expect(argument.description, name).toBeTruthy();
      expect(argument.ignoreStdin, name).toBe(true);
    }
  });
});

it('keeps commands short: parse, call, render', () => {
  for (const id of Object.keys(COMMANDS)) {
    const text = readFileSync(join(import.meta.dirname, `${id.replace(':', '-')}.ts`), 'utf8');
    expect(text.split('\n').length, id).toBeLessThanOrEqual(60);
  }
});

it('loads nothing heavy before a command runs', () => {
  for (const id of Object.keys(COMMANDS)) {
    const text = readFileSync(join(import.meta.dirname, `${id.replace(':', '-')}.ts`), 'utf8');
    const eager = [...text.matchAll(/^import .* from '([^']+)'/gm)].map(([, what]) => what);
    expect(
      eager.filter((what) => !/^(@oclif\/core|\.\.\/cli\/(base|flags|provision\/flags)\.ts)$/.test(what ?? '')),
      id,
    ).toEqual([]);
  }
});

it('gives examples of what there is', async () => {
  const { infos } = await loadLibrary([]);
  const words = ALL.flatMap(([, { examples }]) =>
    (examples ?? []).map((example) => (typeof example === 'string' ? example : example.command).split(' ')),
  );
  const after = (flag: string): string[] =>
    words.flatMap((line) => line.flatMap((word, index) => (word === flag ? (line[index + 1] ?? '').split(',') : [])));
  expect(FAULTS.map(({ id }) => id)).toEqual(expect.arrayContaining(after('--fault')));
  expect(VARIATIONS.map(({ id }) => id)).toEqual(expect.arrayContaining(after('--variation')));
  expect(infos.map(({ id }) => id)).toEqual(expect.arrayContaining([...after('--only'), ...after('show')]));
  expect(idpsOf(infos)).toEqual(expect.arrayContaining(after('--idp')));
});
