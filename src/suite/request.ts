/** YAML → RequestTemplate: `send: PATCH /Users/${id}` with its query, headers, auth and body. */
import type { Problems } from './diagnostics.ts';
import { positionInScalar } from './inside.ts';
import { isText } from './locator.ts';
import type { RequestTemplate } from './model.ts';
import { childOf, entriesOf, type Source, textOf, toJson } from './source.ts';
import { nearest } from './suggest.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

interface Line {
  readonly method: string;
  readonly path: string;
}

/** The request of a step; `line` is the value of `send` or `pages`. */
export const toRequest = (step: Source, line: Source, problems: Problems): RequestTemplate => {
  const body = childOf(step, 'body');
  const raw = textOf(childOf(step, 'raw'));
  const auth = toAuth(childOf(step, 'auth'), problems);
  return {
    ...toLine(line, problems),
    query: entriesOf(childOf(step, 'query')).map(({ key, value }) => [key, toJson(value)] as const),
    headers: entriesOf(childOf(step, 'headers')).map(({ key, value }) => [key, headerValue(value)] as const),
    ...(body === undefined ? {} : { body: toJson(body) }),
    ...(raw === undefined ? {} : { raw }),
    ...(isTrue(childOf(step, 'completed')) ? { completed: true } : {}),
    ...(auth === undefined ? {} : { auth }),
  };
};

const headerValue = (source: Source): string | null => {
  const value = source.kind === 'scalar' ? source.value : null;
  return value === null ? null : String(value);
};

const toLine = (source: Source, problems: Problems): Line => {
  if (!isText(source)) return { method: 'GET', path: '' };
  const text = source.value;
  const [method = ''] = text.split(' ', 1);
  const path = text.slice(method.length + 1);
  const start = method.length + 1;
  if (!METHODS.some((known) => known === method)) {
    problems.error(source, `there is no method \`${method}\``, methodHint(method));
  } else if (!path.startsWith('/')) {
    problems.error(
      positionInScalar(source, Math.min(start, text.length)),
      'the path must begin with `/`',
      'It is added to the base URL of the target: `GET /Users`.',
    );
  } else reportUnsendable(source, path, start, problems);
  return { method, path };
};

const methodHint = (method: string): string => {
  const near = nearest(method, METHODS);
  return near === undefined
    ? `Write the method and the path: \`GET /Users\`. Methods: ${METHODS.join(', ')}.`
    : `Did you mean \`${near}\`?`;
};

/** The path goes over the wire as it stands, so it must not hold what no request line can hold. */
const reportUnsendable = (
  source: Source & { kind: 'scalar' },
  path: string,
  start: number,
  problems: Problems,
): void => {
  const masked = path.replaceAll(/\$\{[^}]*\}/gu, (template) => 'x'.repeat(template.length));
  const index = masked.search(/[^\u{21}-\u{7e}]/u);
  if (index < 0) return;
  const what = masked[index] === ' ' ? 'a space' : `the character ${JSON.stringify(masked[index])}`;
  problems.error(
    positionInScalar(source, start + index),
    `${what} cannot stand in a request target`,
    'Write query parameters under `query`, which encodes them, or percent-encode it.',
  );
};

const toAuth = (source: Source | undefined, problems: Problems): RequestTemplate['auth'] => {
  const text = textOf(source);
  if (source === undefined || text === undefined) return undefined;
  if (text === 'none' || text === 'invalid') return text;
  if (text.startsWith('raw:')) return `raw:${text.slice('raw:'.length)}`;
  problems.error(
    source,
    `\`auth\` cannot be \`${text}\``,
    'Write `none`, `invalid`, or `raw:` with the whole header value, in which `{credential}` stands for the real one: `raw:bearer {credential}`.',
  );
  return undefined;
};

const isTrue = (source: Source | undefined): boolean => source?.kind === 'scalar' && source.value === true;
