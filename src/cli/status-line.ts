/** One line on a terminal that says how far something is, drawn over itself, with room above it for messages. */
import { cut, printable, printableLines } from '../report/printable.ts';

export interface StatusLine {
  /** From now on shows this, asked for a few times a second. */
  watch(text: () => string): void;
  /** A message that stays, above the line. */
  say(text: string): void;
  /** Takes the line away. Harmless when it is gone already. */
  end(): void;
}

const EVERY_MS = 100;
const START_OF_LINE = '\r\u001b[2K';

/** Whoever else writes to the stream meanwhile should `say` it. */
export const createStatusLine = (output: Pick<NodeJS.WriteStream, 'write' | 'columns'>): StatusLine => {
  let wanted = (): string => '';
  let drawn = '';
  const erase = (): void => {
    if (drawn !== '') output.write(START_OF_LINE);
    drawn = '';
  };
  const draw = (): void => {
    const text = cut(printable(wanted()), (output.columns || 80) - 1);
    if (text === drawn) return;
    output.write(`${START_OF_LINE}${text}`);
    drawn = text;
  };
  const clock = setInterval(draw, EVERY_MS);
  // A run that ends in an error must not be kept alive by its progress.
  clock.unref();
  return {
    watch(text) {
      wanted = text;
    },
    say(text) {
      erase();
      output.write(`${printableLines(text).join('\n')}\n`);
    },
    end() {
      clearInterval(clock);
      erase();
    },
  };
};

/** Where there is no terminal: messages only. */
export const createPlainLine = (output: Pick<NodeJS.WriteStream, 'write'>): StatusLine => ({
  watch: () => {},
  say: (text) => void output.write(`${printableLines(text).join('\n')}\n`),
  end: () => {},
});
