/**
 * The command line as people meet it: every file in fixtures/transcripts is what commands printed and how they ended.
 * The built program is run (`npm test` builds it first). `vitest run src/commands -u` writes them anew; read the
 * difference before you commit it.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, type ServeOptions, startServer } from '../serve/server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RUN = join(ROOT, 'bin/run.js');
const TOKEN = 'the-token';
const AT_ONCE = 3;

let folder = '';
const closing: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimulate-transcripts-'));
  cpSync(join(ROOT, 'fixtures/transcripts/files'), folder, { recursive: true });
});
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  rmSync(folder, { recursive: true });
});

/** A service provider of ours, by URL. */
const provider = async (options: ServeOptions = {}): Promise<string> => {
  const server: RunningServer = await startServer({ token: TOKEN, ...options });
  closing.push(() => server.close());
  return server.url;
};

/** Something else that answers HTTP, by URL. */
const stranger = async (answer: Parameters<typeof createServer>[1]): Promise<string> => {
  const server: Server = createServer({}, answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(() => new Promise((closed) => server.close(closed)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`;
};

interface Command {
  /** Words of the command line, without `scimulate`. */
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const run = ({ words, environment = {} }: Command): Promise<string> =>
  new Promise((done) => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder, SCIMULATE_TOKEN: TOKEN, ...environment };
    execFile(process.execPath, [RUN, ...words], { cwd: folder, env, encoding: 'utf8' }, (error, stdout, stderr) => {
      const given = Object.entries(environment).map(([name, value]) => `${name}=${value} `);
      const blocks = [
        `$ ${given.join('')}scimulate ${words.map(quoted).join(' ')}`,
        ...(stdout === '' ? [] : [`--- stdout\n${stdout.trimEnd()}`]),
        ...(stderr === '' ? [] : [`--- stderr\n${stderr.trimEnd()}`]),
        `--- exit status ${error === null ? 0 : String(error.code)}`,
      ];
      done(blocks.join('\n'));
    });
  });

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`);

/** What differs from run to run, from machine to machine, and with every case that somebody adds. */
const masked = (text: string): string =>
  text
    .replaceAll(folder, 'FOLDER')
    .replace(/127\.0\.0\.1:(?!1\b)\d+/g, '127.0.0.1:PORT')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(/s[0-9a-z]{7}c[0-9a-z]{6}(?![0-9a-z])/g, 'TAG')
    .replace(/S[0-9A-Z]{7}C[0-9A-Z]{6}(?![0-9A-Z])/g, 'TAG')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/\b(after|in) [\d.]+ m?s\b/g, '$1 TIME')
    .replace(/\b[\d,]+ requests? to/g, 'N requests to')
    .replace(/\b\d+ (more are not selected|features? of identity providers|below it)/g, 'N $1')
    .replace(/\b(\d+) of \d+ (features? ready)/g, '$1 of N $2')
    .replace(/\b\d+ of \d+ cases would/g, 'N of N cases would')
    .replace(/↓ +\d+ {2}/g, '↓ N  ')
    .replace(/(suites\/\S+\.yaml):\d+:\d+((?:\n +(?:\d+ )?│.*)*)/g, (_, file: string, lines: string) => {
      const excerpt = lines.replace(/^ +\d+ │/gm, '   N │').replace(/^ +│/gm, '     │');
      return `${file}:LINE:COLUMN${excerpt}`;
    })
    .replace(/(suites\/\S+\.yaml):\d+$/gm, '$1:LINE')
    .replace(/ {2}line \d+$/gm, '  line N')
    .replace(/scimulate\/\S+ \S+ node-\S+/g, 'scimulate/VERSION');

const transcript = async (name: string, title: string, commands: readonly Command[]): Promise<void> => {
  const outputs: string[] = [];
  for (let next = 0; next < commands.length; next += AT_ONCE) {
    outputs.push(...(await Promise.all(commands.slice(next, next + AT_ONCE).map(run))).map(masked));
  }
  const text = `# ${title}\n\n${outputs.map((output) => `\`\`\`\`\n${output}\n\`\`\`\`\n`).join('\n')}`;
  await expect(text).toMatchFileSnapshot(join(ROOT, `fixtures/transcripts/${name}.md`));
};

const words = (line: string, ...more: string[]): Command => ({ words: [...line.split(' '), ...more] });

it('explains itself', () => transcript('help', 'Help', [{ words: [] }, words('test --help'), words('suites')]));

it('shows a failure on one screen', async () => {
  const url = await provider({ faults: ['filter-username-case-sensitive'] });
  await transcript('failure', 'A server that compares user names with case', [
    words(`test ${url} --only filter/value-case`),
  ]);
});

it('asks whether an identity provider can work with a server', async () => {
  const url = await provider({ faults: ['patch-op-case-sensitive'] });
  await transcript('readiness', 'A server that refuses the capital letters of Entra', [
    words(`test ${url} --idp entra --only entra/users/disable/**`),
  ]);
});

it('says when all is well', () =>
  transcript('conforms', 'Nothing wrong', [
    words('test demo --only users/create-minimal'),
    words('test demo --only users/create-minimal --quiet'),
  ]));

it('corrects wrong usage', () =>
  transcript('wrong-usage', 'Wrong usage', [
    words('tset demo'),
    words('test'),
    words('test demo --onyl users/**'),
    words('test demo extra'),
    words('test dmo'),
    words('test localhost:8080/scim/v2'),
    words('test demo --only', 'pach/**'),
    words('test demo --only users'),
    words('test demo --idp okat'),
    words('test demo --level should-have'),
    words('test demo --concurrency many'),
    words('test demo --max-lag 5'),
    words('test demo --reporter jnuit'),
    words('test demo --reporter json:.'),
    words('test demo --reporter junit --json'),
    words('test demo --header no-colon'),
    words('test demo --suite nowhere'),
    words('test http://user:password@example.com/scim'),
    words('serve --fault filter-user-name-case-sensitive'),
    words('serve --preset nobody'),
    words('cases show users/creat-minimal'),
    words('cases show patch/add'),
    words('cases show'),
    words('suites check nowhere'),
    words('test dmo --json'),
  ]));

it('does not take its own trouble for a verdict', async () => {
  const html = await stranger((_, response) => response.setHeader('Content-Type', 'text/html').end('<h1>Welcome</h1>'));
  const redirect = await stranger((_, response) =>
    response.writeHead(302, { Location: 'https://login.example.com/' }).end(),
  );
  const evil = await stranger((_, response) =>
    response.setHeader('Content-Type', 'application/scim+json').end('{"detail": "\u001b[2J", '),
  );
  const guarded = await provider();
  await transcript('could-not-tell', 'The question cannot be answered', [
    words('test http://127.0.0.1:1/scim/v2'),
    words(`test ${html}`),
    words(`test ${redirect}`),
    words(`test ${evil}`),
    { ...words(`test ${guarded}`), environment: { SCIMULATE_TOKEN: '' } },
    { ...words(`test ${guarded} --quiet`), environment: { SCIMULATE_TOKEN: 'wrong' } },
    words(`probe ${html}`),
  ]);
});

it('lists and explains cases', () =>
  transcript('cases', 'Cases', [
    words('cases', 'sort/**'),
    words('cases --only users/create-minimal --json'),
    words('cases show users/create-minimal'),
    words('cases show okta/groups/rename/oin'),
    words('cases show exchange/media-type'),
  ]));

it('shows what a server says about itself', async () => {
  const url = await provider({ preset: 'minimal' });
  await transcript('probe', 'What a server says about itself', [words('probe demo'), words(`probe ${url} --idp okta`)]);
});

it('checks suite files', () =>
  transcript('suites-check', 'Suite files', [
    words('suites check ours.yaml'),
    words('suites check wrong'),
    words('suites check wrong --json'),
    words('test demo --suite wrong/ours.yaml'),
    words('test demo --suite ours.yaml --only ours/nickname'),
  ]));

it('reads a config file and a baseline', async () => {
  const url = await provider({ faults: ['filter-username-case-sensitive'] });
  writeFileSync(
    join(folder, 'scimulate.config.yaml'),
    `target: local\ntargets:\n  local:\n    url: ${url}\n    auth: {bearer: {env: LOCAL_TOKEN}}\n`,
  );
  const environment = { SCIMULATE_TOKEN: '', LOCAL_TOKEN: TOKEN };
  await transcript('config', 'Config file and baseline', [
    { ...words('test --only filter/value-case --baseline baseline.yaml'), environment },
    { ...words('test --only users/create-minimal,filter/value-case --baseline outlived.yaml'), environment },
    words('test --config bad-config.yaml'),
    words('test demo --baseline bad-baseline.yaml'),
    { ...words('test --only filter/value-case'), environment: { SCIMULATE_TOKEN: '' } },
    { ...words('cleanup'), environment },
  ]);
  rmSync(join(folder, 'scimulate.config.yaml'));
});
