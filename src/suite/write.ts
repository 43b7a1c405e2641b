/** A request template and values → the exact request that goes over the wire. */
import type { Json } from '../scim/json.ts';
import type { WireRequest } from '../wire/exchange.ts';
import { FillProblem, fill, fillTextWith, type Scope } from './fill.ts';
import type { Dialect, RequestTemplate } from './model.ts';
import { asText } from './placeholder.ts';

type Headers = readonly (readonly [name: string, value: string])[];
type QueryRules = Dialect['query'];

/** Sent with every request in which no identity provider is imitated (RFC 7644 §3.8). GitHub refuses requests without a name. */
export const PLAIN_HEADERS = [
  ['User-Agent', 'scimulate'],
  ['Accept', 'application/scim+json'],
] as const satisfies Headers;
export const PLAIN_BODY_HEADERS = [['Content-Type', 'application/scim+json']] as const satisfies Headers;

const PLAIN = {
  headers: PLAIN_HEADERS,
  bodyHeaders: PLAIN_BODY_HEADERS,
  query: { space: '%20', keep: '', trailing: '' },
} as const satisfies Pick<Dialect, 'headers' | 'bodyHeaders' | 'query'>;

/**
 * Fills and writes a request: path values percent-encoded as path segments, the query as the dialect encodes it,
 * headers in the dialect's order and spelling, a Content-Type only with a body, the body's keys in the order written.
 * @throws {FillProblem} when a name has no value, or a value cannot stand where it is used (an empty id in a path would name the collection)
 */
export const writeRequest = (template: RequestTemplate, scope: Scope, dialect?: Dialect): WireRequest => {
  const rules = dialect ?? PLAIN;
  const body = writeBody(template, scope);
  const auth = writeAuth(template.auth, scope);
  return {
    method: template.method,
    target: writeTarget(template, scope, rules.query),
    headers: writeHeaders(
      template.headers,
      scope,
      body === undefined ? rules.headers : [...rules.headers, ...rules.bodyHeaders],
    ),
    ...(body === undefined ? {} : { body }),
    ...(auth === undefined ? {} : { auth }),
  };
};

const writeBody = ({ raw, body }: RequestTemplate, scope: Scope): string | undefined => {
  if (raw !== undefined) return fillTextWith(raw, scope, asText);
  if (body === undefined) return undefined;
  const filled = fill(body, scope);
  return filled === undefined ? undefined : JSON.stringify(filled);
};

const writeAuth = (auth: RequestTemplate['auth'], scope: Scope): WireRequest['auth'] => {
  if (auth === undefined || auth === 'none' || auth === 'invalid') return auth;
  return `raw:${headerText(auth.slice('raw:'.length), scope, 'Authorization') ?? ''}`;
};

const writeTarget = (template: RequestTemplate, scope: Scope, rules: QueryRules): string => {
  const [path = '', ...rest] = template.path.split('?');
  const written = fillTextWith(path, scope, (value) => pathSegment(value, template.path)) ?? path;
  const own =
    rest.length === 0 ? '' : `?${fillTextWith(rest.join('?'), scope, (value) => encode(asText(value), rules)) ?? ''}`;
  const query = writeQuery(template.query, scope, rules);
  if (query === '') return written + own;
  return `${written}${own}${own === '' ? '?' : '&'}${query}`;
};

/** Values that would turn a resource's path into the collection's, or another's, are refused: a run must not touch what is not its own. */
const pathSegment = (value: Json, path: string): string => {
  const text = typeof value === 'object' ? '' : String(value);
  if (text === '' || text === '.' || text === '..') {
    throw new FillProblem(`${JSON.stringify(value)} cannot stand in the path ${path}: it names no resource`);
  }
  return percentEncoded(text);
};

const percentEncoded = (text: string): string => encodeURIComponent(text.toWellFormed());

const encode = (text: string, { space, keep }: QueryRules): string => {
  const escaped = percentEncoded(text);
  const spaced = space === '+' ? escaped.replaceAll('%20', '+') : escaped;
  return Array.from(keep).reduce((kept, character) => kept.replaceAll(percentEncoded(character), character), spaced);
};

const writeQuery = (query: RequestTemplate['query'], scope: Scope, rules: QueryRules): string => {
  const pairs = query.flatMap(([name, template]) => {
    const value = fill(template, scope);
    if (value === undefined || value === null) return [];
    const text = Array.isArray(value) ? value.map(asText).join(',') : asText(value);
    return [`${encode(name, rules)}=${encode(text, rules)}`];
  });
  return pairs.length === 0 ? '' : pairs.join('&') + rules.trailing;
};

/** The step's headers stand where the dialect sends the header of that name, else after them; null takes one away. */
const writeHeaders = (own: RequestTemplate['headers'], scope: Scope, defaults: Headers): Headers => {
  const wanted = new Map(own.map(([name, value]) => [name.toLowerCase(), { name, value }]));
  const written = defaults.flatMap(([name, value]): Headers => {
    const instead = wanted.get(name.toLowerCase());
    if (instead === undefined) return oneHeader(name, value, scope);
    wanted.delete(name.toLowerCase());
    return oneHeader(name, instead.value, scope);
  });
  const added = [...wanted.values()].flatMap(({ name, value }) => oneHeader(name, value, scope));
  return [...written, ...added];
};

const oneHeader = (name: string, template: string | null, scope: Scope): Headers => {
  const value = template === null ? undefined : headerText(template, scope, name);
  return value === undefined ? [] : [[name, value]];
};

const headerText = (template: string, scope: Scope, name: string): string | undefined => {
  const value = fillTextWith(template, scope, asText);
  if (value !== undefined && /[^\t\u{20}-\u{7e}\u{80}-\u{ff}]/u.test(value)) {
    throw new FillProblem(
      `the header ${name} would carry characters that no header may have: ${JSON.stringify(value)}`,
    );
  }
  return value;
};
