import type { Where } from './record.ts';

export interface ProblemDetails {
  readonly at?: Where;
  /** Instead of `at`, when it is not about one line. */
  readonly file?: string;
  readonly hint?: string | undefined;
}

/** A directory cannot be read, or not to its end. The message begins with the place: `people.csv:1: …`. */
export class DirectoryProblem extends Error {
  override name = 'DirectoryProblem';
  readonly at?: Where;
  /** What to do, as a sentence. */
  readonly hint?: string;
  constructor(message: string, { at, file, hint }: ProblemDetails = {}) {
    const place = at === undefined ? file : `${at.file}:${at.line}`;
    super(place === undefined ? message : `${printable(place)}: ${message}`);
    const where = at ?? (file === undefined ? undefined : { file, line: 1 });
    if (where !== undefined) this.at = where;
    if (hint !== undefined) this.hint = hint;
  }
}

/** Without what a terminal would obey. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\u{fffd}');

/** Text of a file in a message. */
export const quoted = (text: string, most = 60): string => {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return `"${printable(cut)}"`;
};

/** `a, b and c`; of a long list only the beginning. */
export const listed = (words: readonly string[], most = 12): string => {
  if (words.length > most) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
};
