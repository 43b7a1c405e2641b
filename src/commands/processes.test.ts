/**
 * What cannot be seen in a transcript: signals, pipes, files, and the lines that other programs wait for.
 * The built program is run: `npm test` builds it first.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../serve/server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RUN = join(ROOT, 'bin/run.js');
const TOKEN = 'the-token';

let folder = '';
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ token: TOKEN, latencyMs: 5 });
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimulate-processes-'));
  return () => rmSync(folder, { recursive: true });
});

const environment = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  SCIMULATE_TOKEN: TOKEN,
});
const start = (...words: string[]): ChildProcess =>
  spawn(process.execPath, [RUN, ...words], { cwd: folder, env: environment() });
const run = (...words: string[]) =>
  promisify(execFile)(process.execPath, [RUN, ...words], { cwd: folder, env: environment(), maxBuffer: 1e9 });
const ending = (child: ChildProcess): Promise<number | string | null> =>
  new Promise((done) => child.once('close', (code, signal) => done(code ?? signal)));

/** The lines of stdout as they come. */
const linesOf = (child: ChildProcess): AsyncIterable<string> => {
  if (child.stdout === null) throw new Error('the child has no stdout');
  return createInterface({ input: child.stdout });
};

const usersLeft = async (): Promise<number> => {
  const answer = await fetch(`${server.url}/Users?count=0`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  return Number(Object(await answer.json()).totalResults);
};

/** Sends the signal as soon as the run has made its first user; resolves with the last event. */
const signalAfterFirstUser = async (child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<unknown> => {
  let last: unknown;
  let sent = false;
  for await (const line of linesOf(child)) {
    last = JSON.parse(line);
    const { exchange } = Object(last);
    if (sent || exchange?.request.method !== 'POST' || exchange.response?.status !== 201) continue;
    sent = true;
    child.kill(signal);
  }
  return last;
};

describe('serve', () => {
  it('prints one line when it listens, answers, and ends with status 0', async () => {
    const child = start('serve', '--port', '0', '--token', TOKEN);
    let line = '';
    for await (line of linesOf(child)) break;
    expect(line).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\/scim\/v2$/);
    const answer = await fetch(`${line.replace('listening on ', '')}/Users`, {
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    expect(answer.status).toBe(200);
    const ended = ending(child);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('names its presets, variations and faults', async () => {
    const { stdout } = await run('serve', '--list');
    expect(stdout).toMatch(/^PRESETS\n {2}full +\S/);
    expect(stdout).toMatch(/\nFAULTS\n {2}[a-z0-9-]+ +\S/);
  });
});

describe('a run that is ended', () => {
  it('by Ctrl-C cleans up and says so', async () => {
    const child = start('test', server.url, '--reporter', 'ndjson');
    const ended = ending(child);
    const last = await signalAfterFirstUser(child, 'SIGINT');
    expect(last).toMatchObject({
      type: 'run-finished',
      summary: { exitCode: 130, leftovers: [], aborted: { kind: 'interrupted' } },
    });
    expect(await ended).toBe(130);
    expect(await usersLeft()).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('by a crash leaves a journal, by which cleanup finds everything', async () => {
    const child = start('test', server.url, '--reporter', 'ndjson');
    const ended = ending(child);
    await signalAfterFirstUser(child, 'SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(readFileSync(join(folder, '.scimulate/.gitignore'), 'utf8')).toBe('*\n');
    const again = await run('test', server.url, '--only', 'users/create-minimal');
    expect(again.stderr).toContain(
      `An earlier run has left something on this target; \`scimulate cleanup ${server.url}\` removes it.`,
    );
    const { stderr } = await run('cleanup', server.url);
    expect(stderr).toMatch(/^removed \d+ resources?\n$/);
    expect(await usersLeft()).toBe(0);
    expect(existsSync(join(folder, '.scimulate'))).toBe(false);
  });
});

describe('reports', () => {
  it('go to several files at once, and the text to stderr', async () => {
    const { stdout, stderr } = await run(
      'test',
      server.url,
      '--only',
      'users/*',
      '--reporter',
      'json:out/report.json',
      '--reporter',
      'junit:out/scim.xml',
      '--reporter',
      'ndjson:events',
    );
    expect(stdout).toBe('');
    expect(stderr).toContain('✔ conforms');
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['report.json', 'scim.xml']);
    const report = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'));
    const schema = JSON.parse(readFileSync(join(ROOT, 'suites/report.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    const xml = readFileSync(join(folder, 'out/scim.xml'), 'utf8');
    for (const { id } of report.cases) expect(xml).toContain(`<testcase name="${id}"`);
    const events = readFileSync(join(folder, 'events'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(events.at(-1) ?? '').type).toBe('run-finished');
    expect(JSON.stringify([report, xml, events])).not.toContain(TOKEN);
  });

  it('stand alone on stdout with --json', async () => {
    const { stdout, stderr } = await run('test', 'demo', '--only', 'users/create-minimal', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      counts: { pass: 1, fail: 0 },
      cases: [{ id: 'users/create-minimal', outcome: 'pass' }],
    });
    expect(stderr).toBe('conforms: no failure in 1 case\n');
  });
});

describe('the surroundings', () => {
  it('may go away while we still have something to say', async () => {
    const command = `'${process.execPath}' '${RUN}' cases | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', command], { cwd: folder, env: environment() });
    expect(stdout).toMatch(/\n0\n$/);
    expect(stderr).not.toMatch(/EPIPE|at /);
  });

  it('may be too old, and are told so', async () => {
    const old =
      "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'});Object.defineProperty(process,'version',{value:'v20.20.2'})";
    const ended = promisify(execFile)(process.execPath, ['--import', old, RUN, '--help'], { env: environment() });
    await expect(ended).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^scimulate needs Node 24 or newer, this is v20\.20\.2\. .*\n$/),
    });
  });

  it.each([
    'Map.groupBy=()=>{throw new TypeError("half a thought")}',
    'setTimeout(()=>{throw new TypeError("half a thought")},300)',
  ])('do not see a stack when we are wrong ourselves: %s', async (mistake) => {
    const words = ['--import', `data:text/javascript,${mistake}`, RUN, 'test', server.url];
    const ended = promisify(execFile)(process.execPath, words, { cwd: folder, env: environment() });
    await expect(ended).rejects.toMatchObject({
      code: 3,
      stderr:
        'error: this is a mistake in scimulate, not in the target: half a thought\n  Run it again with DEBUG=scimulate for the stack, and please report it with the command you ran.\n',
    });
  });

  it('may hand over the token by stdin', async () => {
    const child = start('probe', server.url, '--token-file', '-', '--json');
    child.stdin?.end(`${TOKEN}\n`);
    let text = '';
    for await (const line of linesOf(child)) text += line;
    expect(JSON.parse(text)).toMatchObject({ target: server.url, problems: [] });
  });

  it('may set every flag by an environment variable', async () => {
    const env = {
      ...environment(),
      SCIMULATE_TARGET: 'demo',
      SCIMULATE_ONLY: 'users/create-minimal,users/create-meta',
      SCIMULATE_IDP: 'okta',
      SCIMULATE_REPORTER: 'json',
    };
    const { stdout } = await promisify(execFile)(process.execPath, [RUN, 'test'], { cwd: folder, env });
    expect(JSON.parse(stdout)).toMatchObject({
      idps: ['okta'],
      cases: [{ id: 'users/create-minimal' }, { id: 'users/create-meta' }],
    });
  });
});
