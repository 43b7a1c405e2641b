/** A service provider that others wrote, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const SERVERS = join(resolve(import.meta.dirname, '../..'), 'fixtures/servers');

export interface IndependentServer {
  readonly url: string;
  readonly token: string;
  /** Ends the process and waits until it is gone. */
  close(): Promise<void>;
}

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

/** The URL it says it listens on; rejects with what it wrote when it ends before. */
const listening = async (child: ChildProcess): Promise<string> => {
  const complaints: string[] = [];
  child.stderr?.on('data', (chunk) => complaints.push(String(chunk)));
  for await (const line of child.stdout === null ? [] : createInterface(child.stdout)) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`the server ended before it listened: ${complaints.join('')}`);
};

/**
 * Starts a program that prints `listening on URL` and takes its token from TOKEN. It ends when its standard input does,
 * which is when this process does, however it ends.
 */
export const startProgram = async (command: string, args: readonly string[]): Promise<IndependentServer> => {
  const token = 'token-of-the-proof';
  const child = spawn(command, args, { env: { ...process.env, TOKEN: token }, stdio: ['pipe', 'pipe', 'pipe'] });
  try {
    return { url: await listening(child), token, close: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
};

/** Starts `fixtures/servers/NAME.js` on a free port. */
export const startIndependentServer = (name: string): Promise<IndependentServer> =>
  startProgram(process.execPath, [join(SERVERS, `${name}.js`)]);
