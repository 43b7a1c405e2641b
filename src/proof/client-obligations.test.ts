/** What the RFCs ask of clients is asked of ours: each requirement that suites/requirements.json leaves to this file. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { company } from '../provision/company.testing.ts';
import { apply, world } from '../provision/world.testing.ts';
import { differences } from '../scim/equality.ts';
import { asList, isObject, type Json, type JsonObject } from '../scim/json.ts';
import { USER_MODEL } from '../scim/schemas.ts';
import { startServer } from '../serve/server.ts';
import type { Requirement } from '../suite/model.ts';
import { createClient } from '../wire/client.ts';
import { type Exchange, header } from '../wire/exchange.ts';
import { readBaseUrl, SettingsProblem } from '../wire/settings.ts';
import { judgeInside, judgeTarget, withNeeds } from './judge.ts';
import { meet, months } from './life.testing.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const IDPS = ['okta:aiw', 'entra:flagged', 'jumpcloud:put', 'authentik:default'];

const bodyOf = ({ request: { body } }: Exchange): Json => (body === undefined ? null : JSON.parse(body));
const pathOf = ({ request: { url } }: Exchange): string => new URL(url).pathname.replace('/scim/v2', '');
const named = (object: Json, name: string): Json | undefined => (isObject(object) ? object[name] : undefined);

/** All that was sent, with the bulk operations of a cycle in bulk. */
const record = async (
  talk: (url: string, token: string, heard: Exchange[]) => Promise<unknown>,
): Promise<readonly Exchange[]> => {
  const server = await startServer();
  const heard: Exchange[] = [];
  try {
    await talk(server.url, server.token, heard);
  } finally {
    await server.close();
  }
  return heard;
};

const clientFor = (baseUrl: string, token: string, heard: Exchange[]) =>
  createClient({
    baseUrl,
    auth: { type: 'bearer', token },
    proxy: false,
    onExchange: (exchange) => heard.push(exchange),
  });

/** Two months of the company, told by each identity provider to a server of its own. */
const recordProvisioning = async (): Promise<readonly Exchange[]> => {
  const all: Exchange[] = [];
  for (const idp of IDPS) {
    const heard = await record(async (url, token, exchanges) => {
      const client = clientFor(url, token, exchanges);
      for await (const { month } of months(idp, { place: { url, token }, client })) if (month === 1) break;
      await client.close();
    });
    all.push(...heard);
  }
  return all;
};

const recordQueries = (): Promise<readonly Exchange[]> =>
  record(async (url, token, heard) => {
    const client = clientFor(url, token, heard);
    await judgeTarget(client, {
      only: await withNeeds(['paging/cursor-keeps-query', 'filter/values-with-punctuation']),
    });
    await client.close();
  });

let provisioned: Promise<readonly Exchange[]> | undefined;
let queried: Promise<readonly Exchange[]> | undefined;
const sent = (): Promise<readonly Exchange[]> => {
  provisioned ??= recordProvisioning();
  return provisioned;
};
const queries = (): Promise<readonly Exchange[]> => {
  queried ??= recordQueries();
  return queried;
};

const resourcesIn = async (method: string): Promise<JsonObject[]> =>
  (await sent())
    .filter((one) => one.request.method === method && /^\/(?:Users|Groups)/.test(pathOf(one)))
    .map(bodyOf)
    .filter(isObject);

/** By requirement: how ours keep it. */
const KEPT: Readonly<Record<string, () => unknown>> = {
  'RFC7644-1.2-03': async () => {
    for (const { request } of [...(await sent()), ...(await queries())])
      expect(request.url).toMatch(/^[\w\-.~:/?#@!$&'()*+,;=%]+$/);
  },
  'RFC7644-3.5.1-20': async () => {
    const puts = await resourcesIn('PUT');
    expect(puts.length).toBeGreaterThan(10);
    for (const put of puts)
      expect([put.userName, put.displayName].find((name) => typeof name === 'string')).toBeTruthy();
  },
  'RFC7643-3.1-28': async () => {
    const posts = await resourcesIn('POST');
    expect(posts.length).toBeGreaterThan(100);
    for (const post of posts) expect(post.id ?? null).toBeNull();
  },
  'RFC6750-2-01': async () => {
    for (const { request } of await sent()) {
      expect(header(request.headers, 'authorization')).toMatch(/^Bearer /);
      expect(request.url).not.toContain('access_token');
    }
  },
  'RFC7644-3.8-09': async () => {
    for (const { request } of await sent()) {
      const type = header(request.headers, 'content-type') ?? '';
      expect(type).toMatch(/^$|^application\/(?:scim\+)?json(?:; ?charset=utf-8)?$/i);
    }
  },
  'RFC9967-2.5.1.1-07': async () => {
    for (const { request } of [...(await sent()), ...(await queries())])
      expect(header(request.headers, 'prefer')).toBeUndefined();
  },
  'RFC9865-2-10': async () => {
    const walked = (await queries()).filter(({ request }) => /[?&]cursor=[^&]/.test(request.url));
    expect(walked.length).toBeGreaterThan(1);
    const asked = walked.map(({ request }) => new URL(request.url).searchParams);
    for (const query of asked) {
      expect([query.has('filter'), query.has('count')]).toEqual([true, true]);
    }
    const sorted = asked.filter((query) => query.has('sortBy'));
    expect(sorted.length).toBeGreaterThan(0);
    for (const query of sorted)
      expect([query.get('sortOrder'), query.get('attributes')]).toEqual(['descending', 'userName']);
  },
  'RFC7643-2.3.8-03': () => {
    const user: JsonObject = {
      schemas: [USER_MODEL.core.id],
      id: '1',
      userName: 'a',
      name: { givenName: 'A', familyName: 'B' },
    };
    const turned = (json: Json): Json =>
      isObject(json)
        ? Object.fromEntries(
            Object.entries(json)
              .reverse()
              .map(([name, value]) => [name, turned(value)]),
          )
        : json;
    const other = turned(user);
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(user));
    expect(isObject(other) && differences(user, other, USER_MODEL)).toEqual([]);
  },
  'RFC7644-3.1-05': async () => {
    const variations = ['text-in-capitals', 'phone-numbers-as-uris', 'defaults-given', 'formatted-name'];
    const meeting = await meet(() => startServer({ variations }));
    for await (const { again } of months('okta:aiw', meeting)) {
      expect((await again()).summary).toMatchObject({ created: 0, updated: 0, refused: 0 });
      break;
    }
  },
  'RFC9865-4-05': async () => {
    const { results } = await judgeInside(
      { variations: ['short-pages', 'config-before-cursors'] },
      { only: await withNeeds(['paging/walk']) },
    );
    expect(results.get('paging/walk')?.outcome).toBe('pass');
  },
  'RFC7644-3.7-23': async () => {
    const place = await world();
    await apply(place, company(30, 3), { idp: 'okta', mode: 'oin', bulk: true });
    const requests = place.requests.filter(({ path }) => path === '/Bulk').map(({ body }): Json => JSON.parse(body));
    expect(requests.length).toBeGreaterThan(0);
    for (const request of requests) {
      const posts = asList(named(request, 'Operations')).filter((one) => named(one, 'method') === 'POST');
      const ids = posts.map((one) => named(one, 'bulkId'));
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toEqual(expect.stringMatching(/./));
    }
  },
  'RFC7644-1.3-01': () => {
    expect(readBaseUrl('https://example.com/scim/v2?aadOptscim062020')).toEqual({
      origin: 'https://example.com',
      prefix: '/scim/v2',
    });
  },
  'RFC7644-7.1-01': () => {
    expect(() => readBaseUrl('https://ana:secret@example.com/scim/v2')).toThrow(SettingsProblem);
  },
  'RFC7644-3.12-24': () => shown('src/run/another-way.test.ts', 'follows a redirect to %s only below the base URL'),
  'RFC7644-7.5.2-01': () => shown('src/run/another-way.test.ts', 'asks by POST what is too personal for a URL'),
  'RFC7644-7.5.2-02': () => shown('src/run/another-way.test.ts', 'asks by POST what is too personal for a URL'),
  'RFC7644-3.4.2.4-13': () => shown('src/run/steps/pages.test.ts', 'never ends a listing by index'),
  'RFC6585-4-01': () => shown('src/wire/pace.test.ts', 'without saying how long gets a short one after 429'),
  'RFC7644-7.2-03': () => shown('src/wire/problem.test.ts', 'a self-signed certificate'),
};

/** There is a test of this name, which shows it. */
const shown = (file: string, title: string): void => {
  expect(readFileSync(join(ROOT, file), 'utf8').includes(`'${title}`), `${file}: ${title}`).toBe(true);
};

describe('what clients are asked for', () => {
  const requirements: readonly Requirement[] = JSON.parse(readFileSync(join(ROOT, 'suites/requirements.json'), 'utf8'));
  const left = requirements.filter(({ unseen }) => unseen?.includes('client-obligations.test.ts'));

  it('is shown for each requirement that is left to this file', () => {
    expect(Object.keys(KEPT).sort()).toEqual(left.map(({ id }) => id).sort());
  });

  it.each(left.map(({ id, says }) => ({ id, says })))('$id: $says', async ({ id }) => {
    await KEPT[id]?.();
  });
});
