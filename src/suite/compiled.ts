/**
 * Our own suites as the last build read them: a file beside this module, so that a command need not parse and check
 * hundreds of kilobytes of YAML before it can begin. It is used only for exactly the texts that it was made from.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dialect, Suite } from './model.ts';

export interface Compiled {
  readonly suites: readonly Suite[];
  readonly dialects: ReadonlyMap<string, Dialect>;
}

interface CompiledFile {
  readonly key: string;
  readonly suites: readonly Suite[];
  readonly dialects: readonly Dialect[];
}

const FILE = join(import.meta.dirname, 'compiled.json');

/** @param texts everything that the result depends on, by the name of the file */
export const keyOf = (texts: ReadonlyMap<string, string>): string => {
  const hash = createHash('sha256');
  for (const [name, text] of texts) hash.update(`${name}\n${text.length}\n${text}`);
  return hash.digest('hex');
};

/** Undefined when nothing was compiled, or something else was. */
export const readCompiled = async (key: string, file = FILE): Promise<Compiled | undefined> => {
  try {
    const compiled = JSON.parse(await readFile(file, 'utf8')) as CompiledFile;
    if (compiled.key !== key) return undefined;
    return { suites: compiled.suites, dialects: new Map(compiled.dialects.map((dialect) => [dialect.name, dialect])) };
  } catch {
    return undefined;
  }
};

export const writeCompiled = async (key: string, { suites, dialects }: Compiled, file = FILE): Promise<void> => {
  const compiled: CompiledFile = { key, suites, dialects: [...dialects.values()] };
  await writeFile(file, JSON.stringify(compiled));
};
