import { type Exchange, type HeaderList, header } from './exchange.ts';
import { REDACTED } from './redact.ts';

export interface CurlOptions {
  /** A file with the header lines that carry credentials; without it, the variable `SCIMULATE_AUTH_HEADER` of the shell names one. */
  readonly credentialFile?: string;
}

/** What must not reach a terminal as it is: controls, invisible and direction-changing characters, lone surrogates. */
const UNPRINTABLE = /\p{C}|\p{Zl}|\p{Zp}/u;

/** Lone surrogates become U+FFFD, as they do when a body is sent. */
const bytesOf = (character: string): number[] => [...Buffer.from(character, 'utf8')];

/**
 * A word of bash that stands for exactly this text and is safe to print: `'…'`, or `$'…'` with escapes when it holds unprintable characters.
 * The text must not contain NUL, which no argument of a program can.
 */
export const quoteForBash = (text: string): string => {
  if (!UNPRINTABLE.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const written = (character: string): string => {
    if (character === '\n') return '\\n';
    if (character === "'" || character === '\\') return `\\${character}`;
    if (!UNPRINTABLE.test(character)) return character;
    return bytesOf(character)
      .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
      .join('');
  };
  return `$'${Array.from(text, written).join('')}'`;
};

/** The same as an argument of printf, which can write NUL too. */
const formatForPrintf = (text: string): string => {
  const written = (character: string): string => {
    if (character === '%') return '%%';
    if (character === '\\') return '\\\\';
    if (character === "'") return `'\\''`;
    if (!UNPRINTABLE.test(character)) return character;
    return bytesOf(character)
      .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
      .join('');
  };
  return `'${Array.from(text, written).join('')}'`;
};

const headerWords = (headers: HeaderList, hasBody: boolean, { credentialFile }: CurlOptions): string[] => {
  const shown = headers.filter(([, value]) => !value.includes(REDACTED));
  // An empty value has to be written with a semicolon, and a colon alone takes away what curl would add by itself.
  const words = shown.map(([name, value]) => `-H ${quoteForBash(value === '' ? `${name};` : `${name}: ${value}`)}`);
  if (header(headers, 'accept') === undefined) words.push("-H 'Accept:'");
  if (hasBody && header(headers, 'content-type') === undefined) words.push("-H 'Content-Type:'");
  if (shown.length < headers.length) {
    words.push(`-H @${credentialFile === undefined ? '"$SCIMULATE_AUTH_HEADER"' : quoteForBash(credentialFile)}`);
  }
  return words;
};

/** Only what is needed for this method: curl waits for a body after `-X HEAD`, and complains about `-X GET` and `-X POST`. */
const methodWords = (method: string, hasBody: boolean): string[] => {
  if (method === 'HEAD') return ['--head'];
  if (method === (hasBody ? 'POST' : 'GET')) return [];
  return [`-X ${quoteForBash(method)}`];
};

const targetWords = (url: string): string[] => {
  const target = url.replace(/^[^:]*:\/\/[^/?#]*/, '');
  return [
    '--globoff',
    ...(/\/\.{1,2}(?:\/|\?|#|$)/.test(target) ? ['--path-as-is'] : []),
    // curl takes a fragment away, but it was sent.
    ...(target.includes('#') ? [`--request-target ${quoteForBash(target)}`] : []),
  ];
};

/**
 * One line for bash that sends the request of an exchange again.
 *
 * The credential is not in it. Where the exchange had one (or another secret header), curl reads the header lines from a file:
 * `options.credentialFile`, or the one that the environment variable `SCIMULATE_AUTH_HEADER` names. To prepare it:
 *
 *     export SCIMULATE_AUTH_HEADER=~/.scim-auth; echo "Authorization: Bearer $TOKEN" > "$SCIMULATE_AUTH_HEADER"
 *
 * Whatever the target or a suite put into the request, the line is safe to print and to paste.
 */
export const toCurl = ({ request }: Exchange, options: CurlOptions = {}): string => {
  const { method, url, headers, body = '' } = request;
  const hasBody = body !== '';
  const piped = body.includes('\0');
  const words = [
    piped ? `printf ${formatForPrintf(body)} | curl -i` : 'curl -i',
    ...targetWords(url),
    ...methodWords(method, hasBody),
    // What was refused as a target may look like an option.
    /^https?:\/\//i.test(url) ? quoteForBash(url) : `--url ${quoteForBash(url)}`,
    ...headerWords(headers, hasBody, options),
    // A leading @ would name a file, so such a body goes by another option that knows no such thing.
    ...(hasBody
      ? [piped ? '--data-binary @-' : `${body.startsWith('@') ? '--data-raw' : '--data-binary'} ${quoteForBash(body)}`]
      : []),
  ];
  return words.join(' ');
};
