/** `--idp okta:oin` or `--idp ./my-idp/dialect.yaml:careful`: which dialect, in which mode. */
import { resolve, sep } from 'node:path';
import type { Dialect } from './model.ts';
import { didYouMean } from './suggest.ts';

/** What was asked for does not exist; `message` and `hint` are whole sentences. */
export class IdpProblem extends Error {
  readonly hint?: string;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'IdpProblem';
    if (hint !== undefined) this.hint = hint;
  }
}

export interface ChosenIdp {
  readonly dialect: Dialect;
  readonly mode: string;
}

interface Asked {
  /** A name, or the path of a dialect's file or folder. */
  readonly what: string;
  readonly isPath: boolean;
  readonly mode?: string;
}

const ask = (text: string): Asked => {
  // A mode is one lower-case word, so `C:\idps\birch` keeps its drive.
  const [, before, mode] = /^(.+):([a-z0-9]+(?:-[a-z0-9]+)*)$/u.exec(text) ?? [];
  const what = before ?? text;
  const isPath = /[/\\]|\.ya?ml$/u.test(what);
  return { what, isPath, ...(mode === undefined ? {} : { mode }) };
};

/** What `loadSuites({paths})` must be given so that `chooseIdp` can find the dialect: nothing for a name. */
export const pathsOfIdp = (text: string): readonly string[] => {
  const { what, isPath } = ask(text);
  return isPath ? [what] : [];
};

/**
 * The dialect called so, or the one in that file or folder, in the mode asked for, else in its first.
 * @throws {IdpProblem} when there is no such dialect or mode, or a folder holds several dialects
 */
export const chooseIdp = (loaded: { readonly dialects: ReadonlyMap<string, Dialect> }, text: string): ChosenIdp => {
  const asked = ask(text);
  const dialect = asked.isPath ? dialectAt(loaded.dialects, asked.what) : dialectCalled(loaded.dialects, asked.what);
  const modes = Object.keys(dialect.modes);
  const mode = asked.mode ?? modes[0] ?? '';
  if (modes.includes(mode)) return { dialect, mode };
  throw new IdpProblem(`${dialect.title} has no mode \`${mode}\`.`, didYouMean(mode, modes, 'Modes'));
};

const dialectCalled = (dialects: ReadonlyMap<string, Dialect>, name: string): Dialect => {
  const dialect = dialects.get(name);
  if (dialect !== undefined) return dialect;
  throw new IdpProblem(
    `There is no identity provider \`${name}\`.`,
    didYouMean(name, dialects.keys()) ?? 'Give the path of its dialect.yaml when it is your own.',
  );
};

const dialectAt = (dialects: ReadonlyMap<string, Dialect>, path: string): Dialect => {
  const wanted = resolve(path);
  const found = [...dialects.values()].filter(({ file }) => {
    const at = resolve(file);
    return at === wanted || at.startsWith(wanted + sep);
  });
  const [first, ...others] = found;
  if (first === undefined) {
    throw new IdpProblem(`There is no dialect at ${path}.`, 'A dialect is a YAML file that begins with `dialect:`.');
  }
  if (others.length === 0) return first;
  const names = found.map(({ name }) => name).join(', ');
  throw new IdpProblem(`There are several dialects in ${path}: ${names}.`, 'Name the file of one of them.');
};
