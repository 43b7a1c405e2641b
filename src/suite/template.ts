/** The `${…}` in texts: `${name.sub.0}`, `${name|pipe}`, `${name?}`. `$${` stands for the two characters `${`. */

export const PIPES = [
  'upper',
  'lower',
  'capitalised',
  'quoted',
  'ids',
  'text',
  'last-segment',
  'encoded',
  'elsewhere',
] as const;
export type Pipe = (typeof PIPES)[number];

export interface Placeholder {
  /** The first segment: what a scope is asked for. */
  readonly name: string;
  /** The segments after it. */
  readonly rest: readonly string[];
  /** `${name?}`: what holds it is left out when there is no value. */
  readonly optional: boolean;
  readonly pipes: readonly Pipe[];
  /** Offset of the `$`. */
  readonly index: number;
  /** As written, with `${` and `}`. */
  readonly text: string;
}

export interface TemplateProblem {
  readonly message: string;
  readonly hint?: string;
  readonly index: number;
  /** Set for an unknown pipe. */
  readonly pipe?: string;
}

export interface Template {
  readonly parts: readonly (string | Placeholder)[];
  readonly problems: readonly TemplateProblem[];
}

const PLACEHOLDER = /\$\$\{|\$\{([^}]*)(\}?)/gu;
const EXPRESSION = /^\s*([^\s.?|]+)((?:\.[^\s?|]+)?)\s*(\??)\s*((?:\|[^|]*)*)$/u;

const isPipe = (word: string): word is Pipe => PIPES.some((pipe) => pipe === word);

/** True when the text has a placeholder (or an escaped one) in it. */
export const hasTemplate = (text: string): boolean => text.includes('${');

/** Splits a text into literal parts and placeholders; what is wrong in it is listed, never thrown. */
export const parseTemplate = (text: string): Template => {
  const parts: (string | Placeholder)[] = [];
  const problems: TemplateProblem[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[0] === '$${') parts.push('${');
    else {
      const read = parsePlaceholder(match[0], match[1] ?? '', match[2] === '}', match.index, problems);
      parts.push(read ?? match[0]);
    }
  }
  if (end < text.length) parts.push(text.slice(end));
  return { parts, problems };
};

const parsePlaceholder = (
  text: string,
  inner: string,
  closed: boolean,
  index: number,
  problems: TemplateProblem[],
): Placeholder | undefined => {
  if (!closed) {
    problems.push({ message: '`${` has no closing `}`', index, hint: 'Write `$${` when the text itself is meant.' });
    return undefined;
  }
  const match = EXPRESSION.exec(inner);
  const name = match?.[1];
  if (match === null || name === undefined) {
    problems.push({
      message: `\`${text}\` is no template`,
      index,
      hint: 'Write a name with dots, then `?` when it may be missing, then pipes: `${user.id|quoted}`.',
    });
    return undefined;
  }
  const words = (match[4] ?? '')
    .split('|')
    .slice(1)
    .map((word) => word.trim());
  for (const word of words) {
    if (!isPipe(word)) problems.push({ message: `there is no pipe \`${word}\``, index, pipe: word });
  }
  const rest = (match[2] ?? '').slice(1);
  return {
    name,
    rest: rest === '' ? [] : rest.split('.'),
    optional: match[3] === '?',
    pipes: words.filter(isPipe),
    index,
    text,
  };
};
