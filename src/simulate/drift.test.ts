import { describe, expect, it } from 'vitest';
import { isObject, type JsonObject } from '../scim/json.ts';
import type { ServeOptions } from '../serve/options.ts';
import { startServer } from '../serve/server.ts';
import { PLAIN_BODY_HEADERS, PLAIN_HEADERS } from '../suite/write.ts';
import { createClient } from '../wire/client.ts';
import type { Client, Exchange } from '../wire/exchange.ts';
import { type Beliefs, createBeliefs } from './belief.ts';
import { type ReadBack, readBack } from './drift.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

interface Scene {
  readonly client: Client;
  readonly beliefs: Beliefs;
  /** As the identity provider. @returns the id of what was made */
  say(method: string, target: string, body?: JsonObject): Promise<string>;
  /** As somebody else. */
  meddle(method: string, target: string, body?: JsonObject): Promise<string>;
  check(maxLagMs?: number): Promise<ReadBack>;
  /** Requests that were sent, from here on. */
  readonly sent: string[];
}

const scene = async (options: ServeOptions, play: (scene: Scene) => Promise<void>): Promise<void> => {
  const server = await startServer(options);
  const client = createClient({ baseUrl: server.url, auth: { type: 'bearer', token: server.token }, proxy: false });
  const beliefs = createBeliefs(client.baseUrl);
  const sent: string[] = [];
  const watched: Client = {
    ...client,
    send(request, signal, watch) {
      sent.push(`${request.method} ${request.target.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'ID')}`);
      return client.send(request, signal, watch);
    },
  };
  const meddle = async (method: string, target: string, body?: JsonObject, hear?: (exchange: Exchange) => void) => {
    const headers = [...PLAIN_HEADERS, ...PLAIN_BODY_HEADERS];
    const exchange = await client.send({ method, target, headers, ...(body && { body: JSON.stringify(body) }) });
    hear?.(exchange);
    const shown = exchange.response?.body;
    return isObject(shown) ? String(shown.id) : '';
  };
  try {
    await play({
      ...{ client, beliefs, sent, meddle },
      say: (method, target, body) => meddle(method, target, body, beliefs.hear),
      check: (maxLagMs = 0) => readBack({ client: watched, beliefs, maxLagMs }),
    });
  } finally {
    await client.close();
    await server.close();
  }
};

const user = (userName: string) => ({ schemas: [USER], userName, displayName: userName.toUpperCase() });
const rename = (displayName: string) => ({
  schemas: [PATCH],
  Operations: [{ op: 'replace', path: 'displayName', value: displayName }],
});

describe('readBack', () => {
  it('finds nothing where nothing differs, in as many requests as there are pages', () =>
    scene({}, async ({ say, check, sent }) => {
      const ids = [];
      for (let index = 0; index < 120; index++) ids.push(await say('POST', '/Users', user(`user${index}`)));
      await say('POST', '/Groups', { schemas: [GROUP], displayName: 'All', members: ids.map((value) => ({ value })) });
      expect(await check()).toEqual({ drift: [], resources: 121, requests: 3, unread: [] });
      expect(sent).toEqual([
        'GET /Users?startIndex=1&count=100',
        'GET /Users?startIndex=101&count=100',
        'GET /Groups?startIndex=1&count=100',
      ]);
    }));

  it('tells what somebody else has changed, and that nothing of ours was the reason', () =>
    scene({}, async ({ say, meddle, check }) => {
      const anna = await say('POST', '/Users', user('anna'));
      const bob = await say('POST', '/Users', user('bob'));
      const team = await say('POST', '/Groups', { schemas: [GROUP], displayName: 'Team', members: [{ value: anna }] });
      expect((await check()).drift).toEqual([]);
      await meddle('PATCH', `/Users/${anna}`, rename('Annette'));
      await meddle('PUT', `/Groups/${team}`, { schemas: [GROUP], displayName: 'Team', members: [{ value: bob }] });
      await meddle('DELETE', `/Users/${bob}`);
      await meddle('POST', '/Users', user('carol'));
      const { drift } = await check();
      expect(drift).toEqual([
        {
          name: 'anna',
          drift: {
            resource: `/Users/${anna}`,
            attribute: 'displayName',
            expected: 'ANNA',
            actual: 'Annette',
            since: null,
          },
        },
        {
          name: 'bob',
          drift: { resource: `/Users/${bob}`, attribute: 'id', expected: bob, actual: null, since: null },
        },
        {
          name: 'Team',
          drift: {
            resource: `/Groups/${team}`,
            attribute: `members[value eq "${anna}"]`,
            expected: anna,
            actual: null,
            since: null,
          },
        },
      ]);
    }));

  it('believes a resource more than a listing', () =>
    scene({ faults: ['group-list-omits-members', 'list-one-bad-user-fails-all'] }, async ({ say, check, sent }) => {
      const anna = await say('POST', '/Users', user('anna'));
      await say('POST', '/Groups', { schemas: [GROUP], displayName: 'Team', members: [{ value: anna }] });
      expect((await check()).drift).toEqual([]);
      expect(sent).toContain('GET /Groups/ID');
    }));

  it('asks for each of ours where most belong to others', () =>
    scene({}, async ({ say, meddle, check, sent }) => {
      const anna = await say('POST', '/Users', user('anna'));
      for (let index = 0; index < 410; index++) await meddle('POST', '/Users', user(`other${index}`));
      await meddle('PATCH', `/Users/${anna}`, rename('Annette'));
      expect((await check()).drift).toHaveLength(1);
      expect(sent).toEqual(['GET /Users?startIndex=1&count=100', 'GET /Users/ID']);
    }));

  it('waits for a target that shows its writes late, and no longer', () => {
    // The target's time stands still, or jumps with each request.
    let [time, step] = [Date.now(), 100];
    const clock = () => {
      time += step;
      return time;
    };
    return scene({ lagMs: 300, clock }, async ({ say, check }) => {
      const anna = await say('POST', '/Users', user('anna'));
      expect((await check(5000)).drift).toEqual([]);
      step = 0;
      await say('PATCH', `/Users/${anna}`, rename('Annette'));
      expect((await check(0)).drift).toHaveLength(1);
      step = 100;
      expect((await check(5000)).drift).toEqual([]);
    });
  });

  it('tells a deletion that was none', () =>
    scene({ faults: ['deleted-user-still-listed'] }, async ({ say, check }) => {
      const anna = await say('POST', '/Users', user('anna'));
      await say('DELETE', `/Users/${anna}`);
      expect((await check()).drift).toMatchObject([
        { drift: { attribute: 'id', expected: null, actual: anna, since: { exchange: 2, method: 'DELETE' } } },
      ]);
    }));

  it('looks at what was deleted once, and then no more', () =>
    scene({}, async ({ say, check, sent }) => {
      const anna = await say('POST', '/Users', user('anna'));
      await say('DELETE', `/Users/${anna}`);
      expect(await check()).toMatchObject({ drift: [], resources: 1 });
      expect(await check()).toMatchObject({ drift: [], resources: 0, requests: 0 });
      expect(sent).toHaveLength(2);
    }));

  it('says what it could not read', () =>
    scene({}, async ({ say, beliefs, client }) => {
      await say('POST', '/Users', user('anna'));
      const broken: Client = {
        ...client,
        send: (request, signal, watch) => client.send({ ...request, auth: 'invalid' }, signal, watch),
      };
      const { drift, unread } = await readBack({ client: broken, beliefs });
      expect(drift).toEqual([]);
      expect(unread).toMatchObject([{ because: expect.stringContaining('answered 401') }]);
    }));
});
