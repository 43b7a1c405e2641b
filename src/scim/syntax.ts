/** What the parsers of filters, paths and locators share: a cursor over the text, and problems that say where. */

/** A text that is not in the grammar. `position` counts UTF-16 code units from 0 and points at what was found instead. */
export class SyntaxProblem extends Error {
  readonly text: string;
  readonly position: number;
  readonly expected?: string;

  constructor(text: string, position: number, message: string, expected?: string) {
    super(message);
    this.name = 'SyntaxProblem';
    this.text = text;
    this.position = position;
    if (expected !== undefined) this.expected = expected;
  }
}

/** A text and how much of it has been read. */
export interface Cursor {
  readonly text: string;
  position: number;
}

/** Nested parentheses and brackets beyond this are refused, so that no input can exhaust the stack. */
export const MAXIMUM_DEPTH = 200;

const EXCERPT_LENGTH = 40;

/** Text of others, fit to stand in a message: quoted, cut, control characters escaped. */
export const quoted = (text: string): string => {
  const cut = text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
  return JSON.stringify(cut).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
};

/** The next character, or an empty string at the end. */
export const peek = (cursor: Cursor): string => cursor.text.charAt(cursor.position);

export const skipSpace = (cursor: Cursor): void => {
  while (/\s/.test(peek(cursor))) cursor.position += 1;
};

/** Reads `character` if it comes next. */
export const take = (cursor: Cursor, character: string): boolean => {
  if (peek(cursor) !== character) return false;
  cursor.position += 1;
  return true;
};

const WORD = /[^\s()[\]"]*/y;

/** The run of characters up to a blank, a quote, a parenthesis or a bracket; perhaps empty. Does not consume it. */
export const peekWord = (cursor: Cursor): string => {
  WORD.lastIndex = cursor.position;
  return WORD.exec(cursor.text)?.[0] ?? '';
};

export const takeWord = (cursor: Cursor): string => {
  const word = peekWord(cursor);
  cursor.position += word.length;
  return word;
};

/** A problem at the cursor: `expected an operator after "userName", found "regex"`. */
export const problemAt = (cursor: Cursor, expected: string, after?: string, hint?: string): SyntaxProblem => {
  const found = peekWord(cursor) || peek(cursor);
  const message = [
    `expected ${expected}`,
    after === undefined ? '' : ` after ${quoted(after)}`,
    found === '' ? ', but the text ends there' : `, found ${quoted(found)}`,
    hint === undefined ? '' : ` (${hint})`,
  ];
  return new SyntaxProblem(cursor.text, cursor.position, message.join(''), expected);
};

/** Throws unless everything has been read. */
export const expectEnd = (cursor: Cursor, expected: string): void => {
  skipSpace(cursor);
  if (peek(cursor) !== '') throw problemAt(cursor, expected);
};
