/** A request template and values → the exact request that goes over the wire. */
import type { Json } from '../scim/json.ts';
import type { WireRequest } from '../wire/exchange.ts';
import { compile, compileTextWith, FillProblem, type Scope } from './fill.ts';
import type { Dialect, RequestTemplate } from './model.ts';
import { asText } from './placeholder.ts';
import { hasTemplate } from './template.ts';

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
} as const satisfies Rules;

/**
 * Fills and writes a request: path values percent-encoded as path segments, the query as the dialect encodes it,
 * headers in the dialect's order and spelling, a Content-Type only with a body, the body's keys in the order written.
 * @throws {FillProblem} when a name has no value, or a value cannot stand where it is used (an empty id in a path would name the collection)
 */
export const writeRequest = (template: RequestTemplate, scope: Scope, dialect?: Dialect): WireRequest =>
  compileRequest(template, dialect)(scope);

type Rules = Pick<Dialect, 'headers' | 'bodyHeaders' | 'query'>;

const compiled = new WeakMap<Rules, WeakMap<RequestTemplate, Written<WireRequest>>>();

/** As writeRequest, for those who write the same request with many values. Each template is read once. */
export const compileRequest = (template: RequestTemplate, dialect?: Dialect): Written<WireRequest> => {
  const rules: Rules = dialect ?? PLAIN;
  const ofRules = compiled.get(rules) ?? new WeakMap<RequestTemplate, Written<WireRequest>>();
  compiled.set(rules, ofRules);
  const known = ofRules.get(template);
  if (known !== undefined) return known;
  const written = compileParts(template, rules);
  ofRules.set(template, written);
  return written;
};

const compileParts = (template: RequestTemplate, rules: Rules): Written<WireRequest> => {
  const { method } = template;
  const body = compileBody(template);
  const auth = compileAuth(template.auth);
  const target = compileTarget(template, rules.query);
  const bodiless = compileHeaders(template.headers, rules.headers);
  const bodied = compileHeaders(template.headers, [...rules.headers, ...rules.bodyHeaders]);
  return (scope) => {
    const written = body(scope);
    const credential = auth(scope);
    return {
      method,
      target: target(scope),
      headers: (written === undefined ? bodiless : bodied)(scope),
      ...(written !== undefined && { body: written }),
      ...(template.raw !== undefined && template.completed !== true && { verbatim: true }),
      ...(credential !== undefined && { auth: credential }),
    };
  };
};

type Written<T> = (scope: Scope) => T;

const compileBody = ({ raw, body }: RequestTemplate): Written<string | undefined> => {
  if (raw !== undefined) return compileTextWith(raw, asText);
  if (body === undefined) return () => undefined;
  const filler = compile(body);
  return (scope) => {
    const filled = filler(scope);
    return filled === undefined ? undefined : JSON.stringify(filled);
  };
};

const compileAuth = (auth: RequestTemplate['auth']): Written<WireRequest['auth']> => {
  if (auth === undefined || auth === 'none' || auth === 'invalid') return () => auth;
  const text = compileHeaderText(auth.slice('raw:'.length), 'Authorization');
  return (scope) => `raw:${text(scope) ?? ''}`;
};

const compileTarget = (template: RequestTemplate, rules: QueryRules): Written<string> => {
  const [path = '', ...rest] = template.path.split('?');
  const written = compileTextWith(path, (value) => pathSegment(value, template.path));
  const own = compileTextWith(rest.join('?'), (value) => encode(asText(value), rules));
  const query = compileQuery(template.query, rules);
  return (scope) => {
    const start = written(scope) ?? path;
    const fixed = rest.length === 0 ? '' : `?${own(scope) ?? ''}`;
    const added = query(scope);
    return added === '' ? start + fixed : `${start}${fixed}${fixed === '' ? '?' : '&'}${added}`;
  };
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

const compileQuery = (query: RequestTemplate['query'], rules: QueryRules): Written<string> => {
  const parts = query.map(([name, template]) => ({ name: encode(name, rules), filler: compile(template) }));
  return (scope) => {
    const pairs = parts.flatMap(({ name, filler }) => {
      const value = filler(scope);
      if (value === undefined || value === null) return [];
      const text = Array.isArray(value) ? value.map(asText).join(',') : asText(value);
      return [`${name}=${encode(text, rules)}`];
    });
    return pairs.length === 0 ? '' : pairs.join('&') + rules.trailing;
  };
};

/** The step's headers stand where the dialect sends the header of that name, else after them; null takes one away. */
const compileHeaders = (own: RequestTemplate['headers'], defaults: Headers): Written<Headers> => {
  const wanted = new Map(own.map(([name, value]) => [name.toLowerCase(), { name, value }]));
  const written = defaults.map(([name, value]): readonly [string, string | null] => {
    const instead = wanted.get(name.toLowerCase());
    if (instead === undefined) return [name, value];
    wanted.delete(name.toLowerCase());
    return [name, instead.value];
  });
  const all = [...written, ...[...wanted.values()].map(({ name, value }) => [name, value] as const)];
  const fillers = all.flatMap(([name, template]) =>
    template === null ? [] : [{ name, text: compileHeaderText(template, name) }],
  );
  const write = (scope: Scope): Headers =>
    fillers.flatMap(({ name, text }): Headers => {
      const value = text(scope);
      return value === undefined ? [] : [[name, value]];
    });
  if (all.some(([, template]) => template !== null && hasTemplate(template))) return write;
  // Nearly always. Frozen, so that whoever comes after us can see that it is the same list again.
  let always: Headers | undefined;
  return (scope) => {
    always ??= Object.freeze(write(scope));
    return always;
  };
};

const compileHeaderText = (template: string, name: string): Written<string | undefined> => {
  const text = compileTextWith(template, asText);
  return (scope) => {
    const value = text(scope);
    if (value !== undefined && /[^\t\u{20}-\u{7e}\u{80}-\u{ff}]/u.test(value)) {
      throw new FillProblem(
        `the header ${name} would carry characters that no header may have: ${JSON.stringify(value)}`,
      );
    }
    return value;
  };
};
