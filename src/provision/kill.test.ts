/** Killed at any moment, again and again: the end is the same as without. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Order } from './child.testing.ts';
import { type Company, company } from './company.testing.ts';
import { ProvisionProblem } from './options.ts';
import { status } from './status.ts';
import { apply, contents, dialect, type World, world } from './world.testing.ts';

const CHILD = join(import.meta.dirname, 'child.testing.ts');
/** For each of two changes of the directory, and each dialect: some twenty in all. */
const KILLS = 4;

/** Resolves with the exit status; undefined when it was killed. */
const runChild = (order: string, killAfter: ((kill: () => void) => void) | undefined): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, order], { stdio: ['ignore', 'ignore', 'pipe'] });
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

const untilDone = async (place: World, company: Company, idp: string, mode: string): Promise<number> => {
  const order: Order = {
    ...{ url: place.url, token: place.token, state: place.state, mode, company },
    dialect: await dialect(idp),
  };
  const file = `${place.state}.json`;
  writeFileSync(file, JSON.stringify(order));
  let killed = 0;
  for (let run = 0; run < KILLS; run++) {
    const code = await runChild(file, killAtRandom(place, 30));
    if (code !== undefined) return killed;
    killed += 1;
  }
  place.trouble = () => undefined;
  expect(await runChild(file, undefined)).toBe(0);
  return killed;
};

it.each([
  ['okta', 'aiw'],
  ['entra', 'default'],
  ['authentik', 'default'],
])(
  '%s:%s',
  async (idp, mode) => {
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
    const [place, quiet] = [
      await world({ latencyMs: 1, capabilities: { createOnReplace: true } }),
      await world({ capabilities: { createOnReplace: true } }),
    ];
    const extra = { idp, mode, allowShrink: true };
    await apply(quiet, people, extra);
    expect(await untilDone(place, people, idp, mode)).toBeGreaterThan(0);
    expect(await contents(place)).toEqual(await contents(quiet));
    expect(status({ state: place.state })).toMatchObject({ failed: 0, unresolved: [] });
    await apply(quiet, changed, extra);
    await untilDone(place, changed, idp, mode);
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
