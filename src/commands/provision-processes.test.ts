/** What cannot be seen in a transcript of `provision`: signals, and two runs at once. The built program is run. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../serve/server.ts';
import { startFront } from './front.testing.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RUN = join(ROOT, 'bin/run.js');
const TOKEN = 'the-token';

const CREATED_BEFORE_THE_SIGNAL = 9;
/** Three of the sixty are inactive, and not created. */
const ACTIVE = 57;

let folder = '';
let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ token: TOKEN });
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimulate-provision-'));
  cpSync(join(ROOT, 'fixtures/directories/company/people.csv'), join(folder, 'people.csv'));
  return () => rmSync(folder, { recursive: true });
});

const optionsFor = (target: string) => ({
  cwd: folder,
  env: {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    SCIMULATE_TOKEN: TOKEN,
    SCIMULATE_TARGET: target,
    SCIMULATE_IDP: 'okta',
    SCIMULATE_PEOPLE: 'people.csv',
    SCIMULATE_PROVISION_STATE: 'okta.state',
  },
});
const run = (target: string, ...words: string[]) =>
  promisify(execFile)(process.execPath, [RUN, 'provision', ...words], optionsFor(target));

/** Where answers wait until it is opened. */
const gate = () => {
  const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<boolean>()];
  const pass = (): Promise<boolean> => {
    reached.resolve();
    return opened.promise;
  };
  return { reached: reached.promise, pass, open: () => opened.resolve(true) };
};

it('Ctrl-C finishes what is under way, says how to go on, and the same command goes on', async () => {
  const [first, last] = [gate(), gate()];
  const front = await startFront(server.url, TOKEN, (number) => {
    if (number === 1) return first.pass();
    return number < CREATED_BEFORE_THE_SIGNAL || last.pass();
  });
  const child = spawn(process.execPath, [RUN, 'provision', 'apply', '--concurrency', '1'], optionsFor(front.url));
  const ended = new Promise((done) => child.once('close', done));
  let told = '';
  child.stderr.on('data', (text) => {
    told += String(text);
    if (told.includes('Stopping')) last.open();
  });
  await first.reached;
  const problem = /^error: another run \(process \d+, since \S+\) is working with okta\.state\n {2}Wait/;
  await expect(run(front.url, 'apply')).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(problem) });
  first.open();
  await last.reached;
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(told).toContain('Stopping: what is under way is finished; Ctrl-C again stops at once.\n');
  expect(told).toContain(`\n${CREATED_BEFORE_THE_SIGNAL} created`);
  expect(told).toMatch(/\n\? interrupted\n {2}The same command goes on where this one ended\.\n$/);

  const { stdout } = await run(front.url, 'apply', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ created: ACTIVE - CREATED_BEFORE_THE_SIGNAL, refused: 0 });
  const { stdout: status } = await run(front.url, 'status', '--json');
  expect(JSON.parse(status)).toMatchObject({ links: { users: ACTIVE }, failures: [], unresolved: [] });
  await front.close();
});

it('plan --json is what apply --plan does, and nothing else', async () => {
  const { stdout: plan } = await run(server.url, 'plan', '--json');
  writeFileSync(join(folder, 'plan.json'), plan);
  const other = run(server.url, 'apply', '--plan', '0123456789abcdef', '--json');
  await expect(other).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('stopped to ask: ') });
  const { stdout } = await run(server.url, 'apply', '--plan', 'plan.json', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ refused: 0 });
});
