import { printable, printableLines } from '../report/printable.ts';
import { didYouMean } from '../suite/suggest.ts';
import { explain } from './problem.ts';

/**
 * Tells the user about an error, on stderr or as JSON on stdout, and sets the exit status.
 * The stack of our own mistakes is printed with `verbose` or DEBUG only.
 * @param write how to reach the user, when the streams cannot be relied on
 */
export const report = (
  error: unknown,
  options: { readonly json: boolean; readonly verbose: boolean },
  write: (output: 'stdout' | 'stderr', text: string) => void = (output, text) => process[output].write(text),
): void => {
  const { stack, ...explanation } = explain(error, (word, words) => didYouMean(word, words));
  process.exitCode = explanation.exitCode;
  if (options.json) {
    write('stdout', `${JSON.stringify({ error: explanation }, null, 2)}\n`);
    return;
  }
  const lines = [
    ...printableLines(`error: ${explanation.message}`),
    ...(explanation.hint === undefined ? [] : printableLines(explanation.hint).map((line) => `  ${line}`)),
    ...(stack !== undefined && (options.verbose || process.env.DEBUG) ? stack.split('\n').map(printable) : []),
  ];
  write('stderr', `${lines.join('\n')}\n`);
};
