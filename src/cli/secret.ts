/** Where secrets come from: the environment, a file, stdin or a command; never a flag, never the config file itself. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { CannotTell, UsageProblem } from './problem.ts';

export type SecretSource =
  | { readonly env: string }
  | { readonly file: string }
  /** Run by the shell, in the folder of the config file. */
  | { readonly command: string; readonly folder: string }
  | { readonly stdin: NodeJS.ReadableStream };

const COMMAND_TIMEOUT_MS = 60_000;
const LONGEST_INPUT = 64 * 1024;

/**
 * The secret without the line end that files and commands put after it.
 * @throws UsageProblem when there is none, CannotTell when a command fails
 */
export const readSecret = async (source: SecretSource, what: string): Promise<string> => {
  const secret = (await read(source, what)).trim();
  if (secret === '') throw new UsageProblem(`${what}: ${placeOf(source)} is empty`);
  if (/[\r\n]/.test(secret)) throw new UsageProblem(`${what}: ${placeOf(source)} holds more than one line`);
  return secret;
};

const placeOf = (source: SecretSource): string => {
  if ('env' in source) return `the environment variable ${source.env}`;
  if ('file' in source) return `the file ${source.file}`;
  return 'command' in source ? `what \`${source.command}\` prints` : 'stdin';
};

const read = async (source: SecretSource, what: string): Promise<string> => {
  if ('env' in source) {
    const value = process.env[source.env];
    if (value === undefined) throw new UsageProblem(`${what}: the environment variable ${source.env} is not set`);
    return value;
  }
  if ('file' in source) {
    return readFile(source.file, 'utf8').catch((error: Error) => {
      throw new UsageProblem(`${what}: the file ${source.file} cannot be read: ${error.message}`);
    });
  }
  return 'command' in source ? runCommand(source.command, source.folder, what) : readStdin(source.stdin, what);
};

const runCommand = async (command: string, folder: string, what: string): Promise<string> => {
  const [shell, words] =
    process.platform === 'win32' ? ['cmd.exe', ['/d', '/s', '/c', command]] : ['/bin/sh', ['-c', command]];
  const options = { cwd: folder, timeout: COMMAND_TIMEOUT_MS, maxBuffer: LONGEST_INPUT };
  try {
    return (await promisify(execFile)(shell, words, options)).stdout;
  } catch (error) {
    // The message of execFile would repeat what the command printed, which may hold half of a secret.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no status';
    throw new CannotTell(`${what}: the command \`${command}\` failed (${code})`, 'Run it by hand to see why.');
  }
};

const readStdin = async (stdin: NodeJS.ReadableStream, what: string): Promise<string> => {
  if ('isTTY' in stdin && stdin.isTTY === true) {
    throw new UsageProblem(
      `${what}: stdin is a terminal, where a token would stay on the screen`,
      'Pipe it in, or use a file or SCIMULATE_TOKEN.',
    );
  }
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > LONGEST_INPUT) throw new UsageProblem(`${what}: stdin holds more than a token`);
  }
  return text;
};
