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

/** What says most among the lines of a package manager that failed: why nobody answered, rather than where its log is. */
const TELLING = /connect|refused|resolve|timed? ?out|request to|not found|no matching|E[A-Z]{4,}/;

const tellingLine = (said: string): string | undefined => {
  const lines = said.split('\n').map((line) => line.trim());
  return lines.find((line) => TELLING.test(line)) ?? lines.findLast((line) => line !== '');
};

/** Why it failed, or undefined. */
const trouble = async ([program, ...args]: Command, directory: string): Promise<string | undefined> => {
  try {
    await execute(program, args, { cwd: directory, timeout: 600_000, maxBuffer: 1 << 26 });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    if ('code' in error && error.code === 'ENOENT') return `there is no ${program} on this machine`;
    const said = 'stderr' in error ? tellingLine(String(error.stderr)) : undefined;
    return `${[program, ...args].join(' ')}: ${said ?? error.message}`;
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

/** Once for each state of `servers/NAME`; a reason in words when this machine cannot. */
export const installServer = async (
  name: string,
  recipe: Recipe,
  { servers, cache } = { servers: SERVERS, cache: CACHE },
): Promise<Installation> => {
  const missing = await trouble(recipe.needs, servers);
  if (missing !== undefined) return { reason: missing };
  const source = join(servers, name);
  const directory = join(cache, `${name}-${await hashOf(source, recipe)}`);
  if (!(await exists(join(directory, '.installed')))) {
    const problem = await install(source, directory, recipe);
    if (problem !== undefined) return { reason: problem };
  }
  const placed = (word: string): string => (word.startsWith('./') ? join(directory, word) : word);
  const [program, ...args] = recipe.start;
  return { program: placed(program), args: args.map(placed) };
};
