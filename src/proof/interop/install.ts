/** Brings a server that others wrote onto this machine, into a folder that git ignores. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { SERVERS } from '../independent-server.ts';

const CACHE = join(resolve(import.meta.dirname, '../../..'), '.interop');

type Command = readonly [program: string, ...args: string[]];

export interface Recipe {
  /** Shows that the machine has what the server is written in. */
  readonly needs: Command;
  /** Run in a copy of `fixtures/servers/NAME`, in order. */
  readonly install: readonly Command[];
  /** A path with a slash starts in that copy. */
  readonly start: Command;
}

export type Installation = { readonly program: string; readonly args: readonly string[] } | { readonly reason: string };

const execute = promisify(execFile);

/** Why it failed, or undefined. */
const trouble = async ([program, ...args]: Command, directory: string): Promise<string | undefined> => {
  try {
    await execute(program, args, { cwd: directory, timeout: 600_000, maxBuffer: 1 << 26 });
    return undefined;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n').at(-1) : '';
    return `${[program, ...args].join(' ')}: ${said || String(error)}`;
  }
};

const hashOf = async (directory: string, recipe: Recipe): Promise<string> => {
  const hash = createHash('sha256').update(JSON.stringify(recipe));
  for (const name of (await readdir(directory)).sort()) hash.update(name).update(await readFile(join(directory, name)));
  return hash.digest('hex').slice(0, 12);
};

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;

const install = async (source: string, directory: string, recipe: Recipe): Promise<string | undefined> => {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await cp(source, directory, { recursive: true });
  for (const command of recipe.install) {
    const problem = await trouble(command, directory);
    if (problem !== undefined) return problem;
  }
  await writeFile(join(directory, '.installed'), '');
  return undefined;
};

/** Once for each state of `fixtures/servers/NAME`; a reason in words when this machine cannot. */
export const installServer = async (name: string, recipe: Recipe): Promise<Installation> => {
  const missing = await trouble(recipe.needs, SERVERS);
  if (missing !== undefined) return { reason: missing };
  const source = join(SERVERS, name);
  const directory = join(CACHE, `${name}-${await hashOf(source, recipe)}`);
  if (!(await exists(join(directory, '.installed')))) {
    const problem = await install(source, directory, recipe);
    if (problem !== undefined) return { reason: problem };
  }
  const placed = (word: string): string => (word.startsWith('./') ? join(directory, word) : word);
  const [program, ...args] = recipe.start;
  return { program: placed(program), args: args.map(placed) };
};
