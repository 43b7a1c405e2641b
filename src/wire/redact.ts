import { isObject, type Json } from '../scim/json.ts';
import { type HeaderList, madeOnce } from './exchange.ts';

export const REDACTED = '‹redacted›';

/** Sent instead of the credential by requests with `auth: invalid`. Not a secret, so it is shown. */
export const INVALID_CREDENTIAL = 'scimulate-invalid-credential';

/** Takes secrets out of whatever is to be kept or shown. */
export interface Redactor {
  /** Text in any notation: JSON, a URL, HTML, a message. */
  text(text: string): string;
  /** Strings and member names; a new value when something was found, the same one otherwise. */
  json(value: Json): Json;
  /** By value, and besides whatever stands in a header that carries credentials or sessions by its name. Deeply frozen. */
  headers(headers: HeaderList): HeaderList;
  /** A secret that came to light later, for example a token from a login. */
  learn(secret: string): void;
}

/** Shorter secrets stand in every other word: removing them would destroy what is judged and protect nothing. */
const SHORTEST = 4;
/** From this length on a secret cannot be met by accident, so it is removed wherever it stands. */
const UNMISTAKABLE = 12;
/** How many headers are remembered, and how long the value of one may be. */
const MOST_REMEMBERED = 400;
const LONGEST_REMEMBERED = 200;
/** Words of the protocol itself. Whoever uses one as a password finds it in every message. */
const VOCABULARY = new Set(
  'active basic bearer complex false group groups home members name null other password scim scim2 string true type user username users value work'.split(
    ' ',
  ),
);

type Header = HeaderList[number];

interface Secret {
  /** All forms, with any of their characters escaped. */
  readonly pattern: RegExp;
  /** The pattern can only match where one of these stands: a cheap search first, since most messages hold no secret. */
  readonly clues: readonly string[];
  readonly unmistakable: boolean;
}

const HTML: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

const hexadecimal = (digits: string): string =>
  digits.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);

const literally = (character: string): string =>
  /[A-Za-z0-9]/.test(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** A pattern for one character as it stands, and as JSON, JSON pointers, URLs, forms and HTML write it. */
const anyForm = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from(character.split(''), (unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const bytes = [...Buffer.from(character, 'utf8')].map((byte) => byte.toString(16).padStart(2, '0'));
  const forms = [
    units.map((unit) => `\\\\u${hexadecimal(unit)}`).join(''),
    bytes.map((byte) => `%${hexadecimal(byte)}`).join(''),
    `&#0*${code};`,
    `&#[xX]0*${hexadecimal(code.toString(16))};`,
  ];
  if (HTML[character]) forms.push(`&${HTML[character]};`);
  if ('"\\/'.includes(character)) forms.push(`\\\\${literally(character)}`);
  if (character === ' ') forms.push('\\+');
  if (character === '/') forms.push('~1');
  if (character === '~') forms.push('~0');
  // Last, because "%" is also the beginning of its own escaped form.
  forms.push(literally(character));
  return `(?:${forms.join('|')})`;
};

const WORD_STARTS = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[bfnrt]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}))`;
const WORD_ENDS = String.raw`(?![A-Za-z0-9]|"\s*:)`;

const prepare = (value: string): Secret => {
  const unmistakable = value.length >= UNMISTAKABLE;
  const base64 = Buffer.from(value, 'utf8').toString('base64').replace(/=+$/, '');
  const base64url = base64.replaceAll('+', '-').replaceAll('/', '_');
  const padding = '(?:=|%3[dD]){0,2}';
  const plain = [...value].map(anyForm).join('');
  const encoded = [...new Set([base64, base64url])].map(
    (form) => [...form].map((c) => (/[+/]/.test(c) ? anyForm(c) : literally(c))).join('') + padding,
  );
  const pattern = [plain, ...encoded].join('|');
  const everything = value + base64;
  return {
    pattern: new RegExp(unmistakable ? pattern : `${WORD_STARTS}(?:${pattern})${WORD_ENDS}`, 'gu'),
    clues: [
      ...new Set([value, base64, base64url]),
      ...['%', '&', '\\u'],
      ...['"', '\\', '/'].filter((character) => everything.includes(character)).map((character) => `\\${character}`),
      ...(value.includes(' ') ? ['+'] : []),
      ...(/[/~]/.test(value) ? ['~'] : []),
    ],
    unmistakable,
  };
};

const redactCookie = (value: string): string => value.replace(/^([^=;]*)=[^;]*/, `$1=${REDACTED}`);

const redactCredential = (value: string): string => {
  if (value.includes(INVALID_CREDENTIAL)) return value;
  const scheme = /^\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s+\S/.exec(value)?.[1];
  if (scheme) return `${scheme} ${REDACTED}`;
  return /^\s*(?:bearer|basic)?\s*$/i.test(value) ? value : REDACTED;
};

const CREDENTIAL_HEADER = /^(?:proxy-)?authorization$/i;

/** Whether a header carries a secret by the sound of its name. */
export const isSecretHeader = (name: string): boolean =>
  /^cookie$|authorization$|token|secret|api-?key|password|credential|session/i.test(name);

/**
 * Removes secrets by value, in every notation in which a message may carry them: as they are, base64 (padded or not, URL-safe or not),
 * and with any character escaped for JSON, URLs, forms or HTML.
 * A secret of 4 to 11 characters is removed only where it stands as a word of its own and not as the name of a JSON member;
 * shorter ones, and words of SCIM itself such as `password`, only where the credential stands (`Authorization` and the like).
 *
 * @param secretHeaders names of further headers whose value is never shown
 */
export const createRedactor = (secrets: readonly string[], secretHeaders: readonly string[] = []): Redactor => {
  const known = new Map<string, Secret>();
  const hidden = new Set(secretHeaders.map((name) => name.toLowerCase()));

  const isSuspect = ({ clues }: Secret, text: string): boolean => {
    for (const clue of clues) if (text.includes(clue)) return true;
    return false;
  };
  /** Most messages hold no secret, and nothing is made for those. */
  const isClean = (text: string): boolean => {
    for (const secret of known.values()) if (isSuspect(secret, text)) return false;
    return true;
  };
  /** Longest first, so that `user:password` goes as a whole before `password` does. */
  const suspects = (text: string): Secret[] =>
    [...known.values()]
      .filter((secret) => isSuspect(secret, text))
      .sort((a, b) => b.pattern.source.length - a.pattern.source.length);

  const text = (original: string): string =>
    isClean(original)
      ? original
      : suspects(original).reduce((rest, { pattern }) => rest.replace(pattern, REDACTED), original);

  const memberName = (original: string): string =>
    suspects(original).reduce(
      (rest, secret) => (secret.unmistakable ? rest.replace(secret.pattern, REDACTED) : rest),
      original,
    );

  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return known.has(String(value)) ? REDACTED : value;
    if (Array.isArray(value)) {
      const elements = value.map(json);
      return elements.some((element, i) => element !== value[i]) ? elements : value;
    }
    if (!isObject(value)) return value;
    const members = Object.entries(value).map(([name, member]) => [memberName(name), json(member)] as const);
    const same = members.every(([name, member]) => Object.hasOwn(value, name) && value[name] === member);
    return same ? value : Object.fromEntries(members);
  };

  const ruleFor = (name: string): ((value: string) => string) => {
    const lower = name.toLowerCase();
    if (hidden.has(lower)) return (value) => (value === INVALID_CREDENTIAL || value === '' ? value : REDACTED);
    if (CREDENTIAL_HEADER.test(lower)) return redactCredential;
    if (lower === 'set-cookie') return redactCookie;
    return isSecretHeader(lower) ? () => REDACTED : text;
  };
  /** Nearly all headers are the same every time; a server that makes up new ones does not fill our memory. */
  const shown = new Map<string, { rule: (value: string) => string; byValue: Map<string, Header> }>();
  let remembered = 0;
  const forget = (): void => {
    shown.clear();
    remembered = 0;
  };
  const showHeader = ([name, value]: Header): Header => {
    let ofName = shown.get(name);
    const known = ofName?.byValue.get(value);
    if (known !== undefined) return known;
    if (ofName === undefined || remembered >= MOST_REMEMBERED) {
      if (remembered >= MOST_REMEMBERED) forget();
      ofName = { rule: ruleFor(name), byValue: new Map() };
      shown.set(name, ofName);
    }
    const header = Object.freeze([name, ofName.rule(value)] as const);
    if (value.length > LONGEST_REMEMBERED) return header;
    ofName.byValue.set(value, header);
    remembered += 1;
    return header;
  };
  const showHeaders = (headers: HeaderList): HeaderList => Object.freeze(headers.map(showHeader));
  let showOnce = madeOnce(showHeaders);

  const learn = (value: string): void => {
    forget();
    showOnce = madeOnce(showHeaders);
    if (value.length < SHORTEST || VOCABULARY.has(value.toLowerCase()) || known.has(value)) return;
    known.set(value, prepare(value));
  };
  for (const secret of secrets) learn(secret);
  return { text, json, headers: (headers) => showOnce(headers), learn };
};
