import type { Json, JsonObject } from '../scim/json.ts';

/** The text is not JSON; the message says why and where. */
export class JsonProblem extends Error {
  override name = 'JsonProblem';
}

const WHITESPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** As much of a string as can be taken over as it stands: anything but the quote, the backslash and control characters. */
const PLAIN = /[ !#-[\]-\uffff]*/y;
const HEX = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A character as it may be printed on a terminal. */
const name = (text: string, at: number): string => {
  const code = text.codePointAt(at);
  if (code === undefined) return 'the end of the text';
  if (code === 0x22) return `'"'`;
  if (code > 0x20 && code < 0x7f) return `"${String.fromCodePoint(code)}"`;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
};

const place = (text: string, at: number): string => {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `line ${line}, column ${at - before.lastIndexOf('\n')}`;
};

/**
 * A strict JSON parser (RFC 8259) that knows what JSON.parse does not tell: the place of a mistake and the names that stand twice.
 * Lone surrogates written as escapes are let through, as JSON.parse does.
 * Throws JsonProblem.
 */
export const readJson = (text: string, maxDepth: number): { value: Json; duplicateKeys: readonly string[] } => {
  let at = 0;
  const duplicateKeys = new Set<string>();

  const fail = (what: string, where = at): never => {
    throw new JsonProblem(`${what} at ${place(text, where)}`);
  };
  const expected = (what: string): never => fail(`expected ${what}, found ${name(text, at)}`);

  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const skip = (character: string): boolean => {
    if (text[at] !== character) return false;
    at++;
    return true;
  };

  const readEscape = (): string => {
    const start = at;
    at++;
    if (skip('u')) {
      const digits = take(HEX);
      return digits
        ? String.fromCharCode(Number.parseInt(digits, 16))
        : fail('expected four hexadecimal digits after \\u');
    }
    const character = ESCAPES[text[at] ?? ''];
    if (character === undefined) return fail(`unknown escape: a backslash before ${name(text, at)}`, start);
    at++;
    return character;
  };

  const readString = (): string => {
    const start = at;
    at++;
    let value = '';
    for (;;) {
      value += take(PLAIN);
      if (skip('"')) return value;
      if (text[at] === '\\') value += readEscape();
      else if (at >= text.length) fail('the string is not closed that begins', start);
      else fail(`control character ${name(text, at)} inside a string; it has to be written as an escape`);
    }
  };

  const readMembers = (pointer: string, depth: number): JsonObject => {
    const object: JsonObject = {};
    take(WHITESPACE);
    if (skip('}')) return object;
    do {
      take(WHITESPACE);
      if (text[at] !== '"') expected('a member name in double quotes');
      const key = readString();
      const member = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (Object.hasOwn(object, key)) duplicateKeys.add(member);
      take(WHITESPACE);
      if (!skip(':')) expected('":" after a member name');
      // defineProperty, because an assignment to __proto__ would change the prototype.
      Object.defineProperty(object, key, {
        value: readValue(member, depth),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      take(WHITESPACE);
    } while (skip(','));
    if (!skip('}')) expected('"," or "}"');
    return object;
  };

  const readElements = (pointer: string, depth: number): Json[] => {
    const list: Json[] = [];
    take(WHITESPACE);
    if (skip(']')) return list;
    do {
      list.push(readValue(`${pointer}/${list.length}`, depth));
      take(WHITESPACE);
    } while (skip(','));
    if (!skip(']')) expected('"," or "]"');
    return list;
  };

  const readWord = (): Json => {
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return value;
      }
    }
    return expected('a JSON value');
  };

  const readValue = (pointer: string, depth: number): Json => {
    take(WHITESPACE);
    if (depth >= maxDepth && (text[at] === '{' || text[at] === '[')) fail(`nested deeper than ${maxDepth} levels`);
    if (skip('{')) return readMembers(pointer, depth + 1);
    if (skip('[')) return readElements(pointer, depth + 1);
    if (text[at] === '"') return readString();
    const number = take(NUMBER);
    return number ? Number(number) : readWord();
  };

  if (text.startsWith('\ufeff')) fail('a byte order mark (U+FEFF), which RFC 8259 section 8.1 forbids,');
  const value = readValue('', 0);
  take(WHITESPACE);
  if (at < text.length) expected('the end of the text');
  return { value, duplicateKeys: [...duplicateKeys] };
};
