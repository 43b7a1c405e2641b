import { LONGEST } from './csv-row.ts';

/** Lines that follow each other, without the newline between them; of CRLF the carriage return is still there. */
export interface Lines {
  /** The number of the first one, from 1. */
  readonly first: number;
  readonly texts: readonly string[];
}

/** What ends the lines of a file that begins like this; carriage returns alone, as old Macs wrote them, where there is no line feed. */
export const newlineOf = (sample: string): '\n' | '\r' =>
  !sample.includes('\n') && sample.includes('\r') ? '\r' : '\n';

/**
 * Splits a text into its lines, chunk by chunk. A line of more than `LONGEST` characters is cut to one more than that:
 * whoever reads it has to see that it is too long.
 */
export async function* splitLines(chunks: AsyncIterable<string>, newline: '\n' | '\r'): AsyncGenerator<Lines> {
  let first = 1;
  let rest = '';
  for await (const chunk of chunks) {
    const texts = chunk.split(newline);
    texts[0] = cut(rest + (texts[0] ?? ''));
    rest = texts.pop() ?? '';
    if (texts.length === 0) continue;
    yield { first, texts };
    first += texts.length;
  }
  if (rest !== '') yield { first, texts: [rest] };
}

const cut = (line: string): string => (line.length > LONGEST ? line.slice(0, LONGEST + 1) : line);
