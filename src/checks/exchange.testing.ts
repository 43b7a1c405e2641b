/** For the tests of the checks: exchanges written in one line, and tables of what a check says of them. */
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../scim/json.ts';
import { buildModels } from '../scim/read.ts';
import { ENTERPRISE_USER_SCHEMA, GROUP_MODEL, GROUP_SCHEMA, MODELS, USER_MODEL, USER_SCHEMA } from '../scim/schemas.ts';
import type { Exchange, HeaderList } from '../wire/exchange.ts';
import type { Check, CheckContext } from './check.ts';

export const BASE_URL = 'https://example.com/scim/v2';

/** A target without discovery: everything is assumed. */
export const ASSUMED: CheckContext = {
  models: MODELS,
  baseUrl: BASE_URL,
  resourceTypes: MODELS.map(({ type }) => type),
};

/** A target that publishes resource types and schemas of its own. */
export const DECLARED: CheckContext = (() => {
  const types = [USER_MODEL, GROUP_MODEL].map(({ type }) => ({ ...type }));
  const schemas = [USER_SCHEMA, ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA].map((schema) => ({ ...schema }));
  return { models: buildModels(schemas, types), baseUrl: BASE_URL, resourceTypes: types };
})();

export interface Sketch {
  readonly method?: string;
  /** Below the base URL. */
  readonly path?: string;
  readonly url?: string;
  readonly sent?: Json;
  readonly requestHeaders?: HeaderList;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; `text` instead for a body that is none. */
  readonly body?: Json;
  readonly text?: string;
  readonly duplicateKeys?: readonly string[];
}

export function exchange(sketch: Sketch): Exchange {
  const {
    method = 'GET',
    path = '/Users/1',
    url = `${BASE_URL}${path}`,
    sent,
    requestHeaders = [],
    status = 200,
  } = sketch;
  const { body, text = body === undefined ? '' : JSON.stringify(body), duplicateKeys, headers = {} } = sketch;
  const type: HeaderList = text === '' ? [] : [['Content-Type', 'application/scim+json']];
  return {
    number: 1,
    at: '2030-01-31T12:00:00.000Z',
    durationMs: 5,
    attempt: 1,
    request: { method, url, headers: requestHeaders, ...(sent === undefined ? {} : { body: JSON.stringify(sent) }) },
    response: {
      status,
      headers: [...type.filter(() => headers['content-type'] === undefined), ...Object.entries(headers)].filter(
        ([, value]) => value !== '',
      ),
      text,
      ...(body === undefined ? {} : { body }),
      ...(body === undefined && text !== '' ? { bodyProblem: 'line 1: not JSON' } : {}),
      ...(duplicateKeys === undefined ? {} : { duplicateKeys }),
    },
  };
}

const META: JsonObject = {
  resourceType: 'User',
  created: '2030-01-31T12:00:00Z',
  lastModified: '2030-01-31T13:00:00.5+01:00',
  location: `${BASE_URL}/Users/1`,
  version: 'W/"1"',
};

/** A good user; what is named replaces its attributes, undefined takes one away. */
export function user(changes: Readonly<Record<string, Json | undefined>> = {}): JsonObject {
  return changed(
    {
      schemas: [USER_SCHEMA.id],
      id: '1',
      userName: 'babs@example.com',
      active: true,
      emails: [
        { value: 'babs@example.com', type: 'work', primary: true },
        { value: 'babs@example.org', type: 'home' },
      ],
      meta: META,
    },
    changes,
  );
}

export function group(changes: Readonly<Record<string, Json | undefined>> = {}): JsonObject {
  return changed(
    {
      schemas: [GROUP_SCHEMA.id],
      id: '7',
      displayName: 'Tour Guides',
      members: [{ value: '1', $ref: `${BASE_URL}/Users/1`, type: 'User' }],
      meta: { resourceType: 'Group', location: `${BASE_URL}/Groups/7` },
    },
    changes,
  );
}

export function list(resources: readonly Json[], changes: Readonly<Record<string, Json | undefined>> = {}): JsonObject {
  const count = resources.length;
  return changed(
    {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: count,
      startIndex: 1,
      itemsPerPage: count,
      Resources: [...resources],
    },
    changes,
  );
}

export function scimError(status: number, changes: Readonly<Record<string, Json | undefined>> = {}): JsonObject {
  return changed(
    { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail: 'No.' },
    changes,
  );
}

/** The meta of a good user with changes. */
export const meta = (changes: Readonly<Record<string, Json | undefined>>): JsonObject => changed(META, changes);

function changed(object: JsonObject, changes: Readonly<Record<string, Json | undefined>>): JsonObject {
  const entries = Object.entries({ ...object, ...changes });
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** What happens, the exchange, and the messages: none when all is well, `'not judged'` when the check does not apply. */
export type Row = readonly [
  what: string,
  sketch: Sketch,
  expected: readonly string[] | 'not judged',
  context?: CheckContext,
];

/** One test per row: violations with their exact words, and legal variations that must not be flagged. */
export function table(check: Check, rows: readonly Row[]): void {
  for (const [what, sketch, expected, context = DECLARED] of rows) {
    test(`${check.id}: ${what}`, () => {
      const reasons = check.examine(exchange(sketch), context);
      expect(reasons?.map(({ message }) => message) ?? 'not judged').toEqual(expected);
    });
  }
}
