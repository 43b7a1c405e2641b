/** Killed at any moment, again and again: the end is the same as without. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Order } from './child.testing.ts';
import { type Company, company } from './company.testing.ts';
import { ProvisionProblem } from './options.ts';
import { status } from './status.ts';
import { apply, contents, dialect, type World, world } from './world.testing.ts';

const CHILD = join(import.meta.dirname, 'child.testing.ts');
/** For each of two changes of the directory, and each dialect: some twenty in all. */
const KILLS = 4;

type Child = ChildProcessByStdio<Writable, null, Readable>;

/** Loading takes a process longer than its work: so many load while another works, and wait for their orders. */
const WAITING = 2;
const waiting: Child[] = [];
let cache = '';
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'provision-compiled-'));
});
afterAll(() => {
  for (const child of waiting.splice(0)) child.kill('SIGKILL');
  rmSync(cache, { recursive: true, force: true });
});

const nextChild = (): Child => {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };
  while (waiting.length <= WAITING)
    waiting.push(spawn(process.execPath, [CHILD], { env, stdio: ['pipe', 'ignore', 'pipe'] }));
  const [child] = waiting.splice(0, 1);
  if (child === undefined) throw new Error('no process was started');
  return child;
};

/** Resolves with the exit status; undefined when it was killed. */
const runChild = (order: Order, killAfter: ((kill: () => void) => void) | undefined): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const child = nextChild();
    let complaint = '';
    child.stderr.on('data', (text) => {
      complaint += text;
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code !== null && code > 1) reject(new Error(complaint));
      else resolve(signal === 'SIGKILL' ? undefined : (code ?? undefined));
    });
    killAfter?.(() => child.kill('SIGKILL'));
    child.stdin.end(JSON.stringify(order));
  });

const random = (below: number): number => Math.floor(Math.random() * below);

/** Kills at a request chosen at random: before it is answered, or at some moment after. */
const killAtRandom = (place: World, most: number) => (kill: () => void) => {
  let left = 1 + random(most);
  place.trouble = ({ body: _ }) => {
    left -= 1;
    if (left !== 0) return undefined;
    if (random(2) === 0) setTimeout(kill, random(4));
    else kill();
    return undefined;
  };
};

type Way = readonly [idp: string, mode: string, how: 'one by one' | 'in bulk'];

const untilDone = async (place: World, company: Company, [idp, mode, how]: Way): Promise<number> => {
  const order: Order = {
    ...{ url: place.url, token: place.token, state: place.state, mode, company },
    ...{ dialect: await dialect(idp), bulk: how === 'in bulk' },
  };
  let killed = 0;
  for (let run = 0; run < KILLS; run++) {
    const code = await runChild(order, killAtRandom(place, how === 'in bulk' ? 15 : 30));
    if (code !== undefined) return killed;
    killed += 1;
  }
  place.trouble = () => undefined;
  expect(await runChild(order, undefined)).toBe(0);
  return killed;
};

it.each<Way>([
  ['okta', 'aiw', 'one by one'],
  ['entra', 'default', 'one by one'],
  ['authentik', 'default', 'one by one'],
  ['okta', 'aiw', 'in bulk'],
  ['entra', 'default', 'in bulk'],
])(
  '%s:%s, %s',
  async (idp, mode, how) => {
    const way: Way = [idp, mode, how];
    const people = company(40, 5);
    const changed: Company = {
      people: people.people
        .slice(0, 36)
        .map((person) => ({ ...person, title: 'Changed', active: person.id !== 'p20' })),
      groups: [...people.groups.slice(1), { id: 'g9', displayName: 'Late' }],
      memberships: [
        ...people.memberships.filter(([group, member]) => group !== 'g0' && Number(member.slice(1)) < 36),
        ['g9', 'p3'],
      ],
    };
    // Small batches, so that there are many; and nobody whom it created twice would be refused the second time.
    const many = how === 'in bulk' ? { faults: ['bulk-creates-twins'] } : {};
    const [place, quiet] = [
      await world({ latencyMs: 1, capabilities: { createOnReplace: true, maxOperations: 6 }, ...many }),
      await world({ capabilities: { createOnReplace: true } }),
    ];
    const extra = { idp, mode, allowShrink: true };
    await apply(quiet, people, extra);
    expect(await untilDone(place, people, way)).toBeGreaterThan(0);
    expect(await contents(place)).toEqual(await contents(quiet));
    expect(status({ state: place.state })).toMatchObject({ failed: 0, unresolved: [] });
    await apply(quiet, changed, extra);
    await untilDone(place, changed, way);
    expect(await contents(place)).toEqual(await contents(quiet));
    // What was sent is known as if nothing had happened.
    const before = place.requests.length;
    expect((await apply(place, changed, extra)).exitCode).toBe(0);
    expect(place.requests.length).toBe(before);
  },
  60_000,
);

it('two runs exclude each other', async () => {
  const place = await world();
  const people = company(5, 1);
  let second: Promise<unknown> | undefined;
  place.trouble = ({ number }) => {
    if (number === 2) second = apply(place, people).catch((error: unknown) => error);
    return undefined;
  };
  const first = await apply(place, people);
  expect(first.exitCode).toBe(0);
  const refused = await second;
  expect(refused).toBeInstanceOf(ProvisionProblem);
  expect(String(refused)).toMatch(/another run \(process \d+, since .*\) is working with/);
});
