/** The machinery of the transcripts: commands of the built program, what they printed, and how they ended. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type RunningServer, type ServeOptions, startServer } from '../serve/server.ts';
import { startFront } from './front.testing.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const RUN = join(ROOT, 'bin/run.js');
const AT_ONCE = 3;
export const TOKEN = 'the-token';

let folder = '';
const closing: (() => Promise<unknown>)[] = [];

/** The working directory of the commands, with a copy of `fixtures/transcripts/files` in it. */
export const workingFolder = (): string => folder;

/** To be called once by a file of transcripts. */
export const setUp = (): void => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scimulate-transcripts-'));
    cpSync(join(ROOT, 'fixtures/transcripts/files'), folder, { recursive: true });
  });
  afterAll(async () => {
    await Promise.all(closing.map((close) => close()));
    rmSync(folder, { recursive: true });
  });
};

/** A service provider of ours, by URL. */
export const provider = async (options: ServeOptions = {}): Promise<string> => {
  const server: RunningServer = await startServer({ token: TOKEN, ...options });
  closing.push(() => server.close());
  return server.url;
};

/** Something else that answers HTTP, by URL. */
export const stranger = async (answer: RequestListener): Promise<string> => {
  const server: Server = createServer({}, answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(
    () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`;
};

/** A server in front of a service provider, by URL; as `startFront`. */
export const frontOf = async (behind: string, onCreated: Parameters<typeof startFront>[2]): Promise<string> => {
  const front = await startFront(behind, TOKEN, onCreated);
  closing.push(front.close);
  return front.url;
};

export interface Command {
  /** Words of the command line, without `scimulate`. */
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Given a function that kills the command with SIGKILL. */
  readonly onStart?: (kill: () => void) => void;
}

const run = ({ words, environment = {}, onStart }: Command): Promise<string> =>
  new Promise((done) => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder, SCIMULATE_TOKEN: TOKEN, ...environment };
    const options = { cwd: folder, env, encoding: 'utf8' } as const;
    const child = execFile(process.execPath, [RUN, ...words], options, (error, stdout, stderr) => {
      const given = Object.entries(environment).map(([name, value]) => `${name}=${value} `);
      const blocks = [
        `$ ${given.join('')}scimulate ${words.map(quoted).join(' ')}`,
        ...(stdout === '' ? [] : [`--- stdout\n${stdout.trimEnd()}`]),
        ...(stderr === '' ? [] : [`--- stderr\n${stderr.trimEnd()}`]),
        error?.signal ? `--- ended by ${error.signal}` : `--- exit status ${error === null ? 0 : String(error.code)}`,
      ];
      done(blocks.join('\n'));
    });
    onStart?.(() => child.kill('SIGKILL'));
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
    .replace(/\b[\d,]+ requests?(, all of them reads,)? to/g, 'N requests$1 to')
    .replace(/\b[\d,]+ requests? in/g, 'N requests in')
    .replace(/"requests": ?\d+/g, '"requests": N')
    .replace(/"durationMs": ?\d+/g, '"durationMs": N')
    .replace(/(--plan|"digest":) ?"?[0-9a-f]{16}"?/g, '$1 DIGEST')
    .replace(/process \d+/g, 'process N')
    .replace(/\bexchange \d+/g, 'exchange N')
    .replace(/[0-9a-f]{8}-[0-9a-f-]*…/g, 'ID…')
    .replace(/W\/(\\?")[^"\\]+\\?"/g, 'W/$1VERSION$1')
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

/** Compares with fixtures/transcripts/NAME.md, or writes it with `-u`; `inOrder`: each command when the one before has ended. */
export const transcript = async (
  name: string,
  title: string,
  commands: readonly Command[],
  { inOrder = false }: { readonly inOrder?: boolean } = {},
): Promise<void> => {
  const outputs: string[] = [];
  const atOnce = inOrder ? 1 : AT_ONCE;
  for (let next = 0; next < commands.length; next += atOnce) {
    outputs.push(...(await Promise.all(commands.slice(next, next + atOnce).map(run))).map(masked));
  }
  const text = `# ${title}\n\n${outputs.map((output) => `\`\`\`\`\n${output}\n\`\`\`\`\n`).join('\n')}`;
  await expect(text).toMatchFileSnapshot(join(ROOT, `fixtures/transcripts/${name}.md`));
};

export const words = (line: string, ...more: string[]): Command => ({ words: [...line.split(' '), ...more] });
