/** The program: hands the words to oclif, and sees to it that no ending is silent, noisy or false. */
import { writeSync } from 'node:fs';
import { Config, run } from '@oclif/core';
import { didYouMean } from '../suite/suggest.ts';
import { report } from './complaint.ts';
import { UsageProblem } from './problem.ts';

/**
 * Runs one command line. The exit status is set, not exited with, so that everything still gets written.
 * A reader that goes away (`| head`) is no error: what was begun is finished, with nobody to tell.
 */
export const main = async (words: readonly string[]): Promise<void> => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessClosed);
  process.on('uncaughtException', (error) => {
    complain(error, words, writeAtOnce);
    process.exit(3);
  });
  const config = await Config.load(import.meta.url);
  try {
    await run([...words], config);
  } catch (error) {
    complain(unknownCommand(error, config) ?? error, words);
  }
};

const unlessClosed = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};

const complain = (error: unknown, words: readonly string[], write?: Parameters<typeof report>[2]): void =>
  report(
    error,
    { json: words.includes('--json'), verbose: words.includes('-v') || words.includes('--verbose') },
    write,
  );

/** Past the streams, of which progress may have taken hold. */
const writeAtOnce = (output: 'stdout' | 'stderr', text: string): void => {
  try {
    writeSync(output === 'stdout' ? 1 : 2, text);
  } catch {
    // There is nobody left to tell.
  }
};

/** oclif joins all words to one command name when it does not know the first. */
const unknownCommand = (error: unknown, config: Config): UsageProblem | undefined => {
  const [, id] = (error instanceof Error && /^command (\S+) not found\.?$/i.exec(error.message)) || [];
  if (id === undefined) return undefined;
  const known = config.commandIDs.map((one) => one.replaceAll(':', ' '));
  const [first = '', second] = id.split(':');
  const topics = new Set(known.filter((one) => one.includes(' ')).map((one) => one.split(' ')[0] ?? ''));
  const word = topics.has(first) && second !== undefined ? `${first} ${second}` : first;
  return new UsageProblem(`there is no command \`${word}\``, didYouMean(word, known, 'Commands'));
};
