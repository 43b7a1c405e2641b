import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Requirement } from '../suite/model.ts';
import { DECLARED, exchange } from './exchange.testing.ts';
import { CHECKS } from './index.ts';

const requirements: readonly Requirement[] = JSON.parse(
  readFileSync(new URL('../../suites/requirements.json', import.meta.url), 'utf8'),
);
const VERDICTS = { MUST: ['fail'], SHOULD: ['fail', 'warn'], MAY: ['fail', 'warn', 'info'], NONE: [] } as const;

describe('the catalogue of checks', () => {
  test('every id is used once and says where it belongs', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^exchange\/[a-z]+(?:-[a-z]+)*$/);
  });

  test.each(CHECKS.map((check) => [check.id, check] as const))(
    '%s is no stricter than the requirements it cites',
    (_id, check) => {
      const cited = check.cites.map((id) => requirements.find((requirement) => requirement.id === id));
      expect(cited).not.toContain(undefined);
      const allowed: readonly string[] = VERDICTS[check.level];
      expect(cited.some((requirement) => requirement !== undefined && allowed.includes(requirement.verdict))).toBe(
        true,
      );
    },
  );

  test('titles are sentences without an end, reasons to care are sentences with one', () => {
    for (const { title, why } of CHECKS) {
      expect(title).toMatch(/^[A-Za-z].*[^.]$/);
      expect(why).toMatch(/\.$/);
    }
  });
});

describe('hostile answers', () => {
  const deep = JSON.parse(`${'{"a":['.repeat(90)}1${']}'.repeat(90)}`);
  const bodies = [
    null,
    5,
    'x',
    [],
    [null],
    {},
    { Resources: null },
    { Resources: [null, 5, []] },
    { schemas: 5, Resources: {} },
    {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '\u001b[2J',
      scimType: '\u001b[2J',
      detail: {},
    },
    { schemas: ['\u001b[2J'], id: '\u001b', '\u001b': 1, meta: { resourceType: '\u001b', location: 'http://\u001b' } },
    deep,
  ];
  const prototype = JSON.parse(
    '{"__proto__": {"id": "1"}, "constructor": 5, "schemas": [null, {}], "meta": [], "emails": [[], null, 5]}',
  );

  test.each(CHECKS.map((check) => [check.id, check] as const))('%s never throws', (_id, check) => {
    for (const body of [...bodies, prototype]) {
      for (const [method, path] of [
        ['GET', '/Users/1'],
        ['GET', '/Users?count=x'],
        ['POST', '/Users'],
        ['POST', '/.search'],
        ['PATCH', '/Groups/7'],
        ['GET', ''],
      ]) {
        for (const status of [200, 201, 204, 400, 401, 500, 999]) {
          const hostile = exchange({
            method: method ?? '',
            path: path ?? '',
            status,
            body,
            sent: body,
            headers: { location: '%%%', etag: '\u001b' },
          });
          const reasons = check.examine(hostile, DECLARED) ?? [];
          for (const { message } of reasons) expect(message).not.toMatch(/\p{Cc}/u);
        }
      }
    }
  });
});
