import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { asList, isObject } from '../scim/json.ts';
import type { Exchange } from '../wire/exchange.ts';
import { live } from './days.ts';
import { createCompany } from './founding.ts';
import { simulate } from './simulate.ts';
import { dialectOf, LIVELY, type Simulated, STILL, simulated } from './simulation.testing.ts';

const DAYS = 10;

/** The company as it must be in the end, lived through once more. */
const companyAfter = (days: number, people = 40, seed = 1) => {
  const company = createCompany({ people, seed });
  for (let day = 1; day <= days; day++) for (const _hour of live(company, day, LIVELY));
  return company;
};

const byName = (entries: Iterable<readonly [string, unknown]>) =>
  Object.fromEntries([...entries].toSorted(([left], [right]) => (left < right ? -1 : 1)));

/** Address → what everybody is told, of those who can log in. */
const activeUsers = ({ users }: Pick<Simulated, 'users'>) =>
  byName(
    users
      .filter(({ active }) => active === true)
      .map(({ userName, name, displayName, emails }) => [
        asList(emails)
          .map((email) => (isObject(email) ? email.value : email))
          .join(),
        { userName, displayName, given: isObject(name) ? name.givenName : undefined },
      ]),
  );

/** displayName → the names of its members. */
const groupsByName = ({ users, groups }: Pick<Simulated, 'users' | 'groups'>) => {
  const names = new Map(users.map((user) => [user.id, String(user.displayName)]));
  return byName(
    groups.map(({ displayName, members }) => [
      String(displayName),
      asList(members)
        .map((member) => (isObject(member) ? names.get(member.value ?? null) : undefined))
        .sort(),
    ]),
  );
};

const MODES = [
  'okta:aiw',
  'okta:oin',
  'entra:default',
  'entra:flagged',
  'jumpcloud:patch',
  'jumpcloud:put',
  'authentik:default',
  'authentik:by-filter',
  'authentik:aws',
];

/** What they know of people and groups differs; what they told is there. */
const OTHER_MODES = [
  'authentik:slack',
  'authentik:sfdc',
  'authentik:webex',
  'authentik:vcenter',
  'pocket-id',
  'auth0:put',
  'auth0:patch',
  'keycloak:put',
  'keycloak:patch',
  'keycloak:storage',
  'onelogin:template',
  'onelogin:legacy',
  'google',
  'pingone:put',
  'pingone:patch',
  'sailpoint',
];

describe('simulate against a good server', () => {
  it.each(MODES)('%s ends without drift, and the target is as the company is', async (idp) => {
    const result = await simulated({ idp, days: DAYS, followWrites: !idp.includes('by-filter') });
    expect(result.finished).toMatchObject({ exitCode: 0, result: { drift: [] } });
    expect(result.finished.stopped).toBeUndefined();
    expect(result.finished.result.requests).toBe(result.exchanges.length);
    const company = companyAfter(DAYS);
    const people = [...company.people.values()].filter(({ active }) => active);
    const first = createCompany({ people: 40, seed: 1 });
    expect(activeUsers(result)).toEqual(
      byName(
        people.map(({ id, userName, name, email }) => [
          email,
          {
            // JumpCloud has no operation for a new user name in this mode.
            userName: idp === 'jumpcloud:patch' ? (first.people.get(id)?.userName ?? userName) : userName,
            displayName: name.displayName,
            // authentik knows one name and parts it at the first blank.
            given: idp.startsWith('authentik') ? name.displayName.split(' ')[0] : name.givenName,
          },
        ]),
      ),
    );
    const expected = byName(
      [...company.groups.values()].map(({ displayName, members }) => [
        displayName,
        [...members].map((id) => company.people.get(id)?.name.displayName).sort(),
      ]),
    );
    const found = groupsByName(result);
    // JumpCloud makes no empty groups.
    const hidden = idp.startsWith('jumpcloud') ? Object.keys(expected).filter((name) => !(name in found)) : [];
    expect(hidden.filter((name) => Object(expected)[name].length > 0)).toEqual([]);
    expect(found).toEqual(Object.fromEntries(Object.entries(expected).filter(([name]) => !hidden.includes(name))));
  });

  it.each(OTHER_MODES)('%s ends without drift, and nobody is missing', async (idp) => {
    const result = await simulated({ idp, days: DAYS, people: 25 });
    expect(result.finished).toMatchObject({ exitCode: 0, result: { drift: [] } });
    const people = [...companyAfter(DAYS, 25).people.values()].filter(({ active }) => active);
    expect(Object.keys(activeUsers(result))).toHaveLength(people.length);
  });

  it('finds no drift in a target that shows its writes late', async () => {
    const serve = { lagMs: 100 };
    const { finished } = await simulated({ idp: 'okta:aiw', people: 12, days: 3, maxLagMs: 10_000, serve });
    expect(finished).toMatchObject({ exitCode: 0, result: { drift: [] } });
  });

  it('deletes in Entra who left a month ago, and finds again who comes back', async () => {
    const rates = { ...STILL, leavers: 60, rehires: 15 };
    const result = await simulated({ idp: 'entra:flagged', people: 20, days: 38, seed: 5, rates, followWrites: false });
    expect(result.finished).toMatchObject({ exitCode: 0, result: { drift: [] } });
    const methods = result.exchanges.map(({ request }) => `${request.method} ${request.url.split('/')[5]}`);
    expect(methods).toContain('DELETE Users');
    const kinds = result.events.flatMap((event) => (event.type === 'happened' ? [event.happening.kind] : []));
    expect(kinds).toContain('returned');
  });

  it('works by the clock as Entra, and at once as Okta', async () => {
    const cycles = async (idp: string) => {
      const { events } = await simulated({ idp, people: 12, days: 7, rates: { ...STILL, movers: 60 } });
      return events.flatMap((event) => (event.type === 'cycle' ? [`${event.day} ${event.hour}`] : []));
    };
    const entra = await cycles('entra:default');
    expect(entra.slice(0, 4)).toEqual(['1 0', '1 10', '1 13', '1 17']);
    expect(entra.slice(-2)).toEqual(['6 12', '7 12']);
    const okta = await cycles('okta:oin');
    expect(okta[0]).toBe('1 0');
    expect(okta.some((moment) => /^[67] /.test(moment))).toBe(false);
  });
});

describe('the same seed', () => {
  /** Ids that the target gave, by the order in which they were first seen. */
  const anonymous = (exchanges: readonly Exchange[]) => {
    const ids = new Map<string, string>();
    const named = (text: string): string =>
      text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, (id) => {
        const name = ids.get(id) ?? `id ${ids.size + 1}`;
        ids.set(id, name);
        return name;
      });
    return exchanges.map(({ request: { method, url, body } }) => {
      const sent: unknown = body === undefined ? undefined : JSON.parse(body);
      // Times and versions that were read before.
      const told = sent === undefined ? undefined : { ...Object(sent), meta: undefined };
      return named(`${method} ${url} ${JSON.stringify(told)}`.replace(/http:\/\/127\.0\.0\.1:\d+/g, ''));
    });
  };

  it.each(['okta:aiw', 'okta:oin', 'entra:default', 'jumpcloud:patch', 'authentik:default'])(
    'gives the same requests: %s',
    async (idp) => {
      const options = { idp, days: 4, people: 30, followWrites: false };
      const [one, other] = [await simulated(options), await simulated(options)];
      expect(anonymous(one.exchanges)).toEqual(anonymous(other.exchanges));
      const happened = ({ events }: Simulated) => events.filter(({ type }) => type === 'happened' || type === 'day');
      expect(happened(one)).toEqual(happened(other));
    },
  );

  it('sends the same passwords, and another seed sends others', async () => {
    const passwords = async (seed: number) =>
      (await simulated({ idp: 'okta:oin', people: 5, days: 0, seed })).exchanges.flatMap(({ request: { body } }) => {
        const sent: unknown = JSON.parse(body ?? '{}');
        return Object(sent).password === undefined ? [] : [Object(sent).password];
      });
    expect(await passwords(1)).toHaveLength(5);
    expect(await passwords(1)).toEqual(await passwords(1));
    expect(await passwords(1)).not.toEqual(await passwords(2));
  });
});

describe('simulate', () => {
  it('tells what happens, in order', async () => {
    const { events } = await simulated({ idp: 'okta:oin', days: 6, checkpointDays: 3 });
    expect(events[0]).toMatchObject({ type: 'started', idp: 'okta', mode: 'oin', people: 40, days: 6, seed: 1 });
    const outline = events.flatMap((event) =>
      event.type === 'day' || event.type === 'checkpoint' ? [`${event.type} ${event.day}`] : [],
    );
    expect(outline).toEqual(['day 1', 'day 2', 'day 3', 'checkpoint 3', 'day 4', 'day 5', 'day 6', 'checkpoint 6']);
    expect(events.find(({ type }) => type === 'day')).toMatchObject({ date: '2030-01-07' });
    expect(events.at(-1)).toMatchObject({ type: 'finished' });
    const { result } = Object(events.at(-1));
    expect(Object.keys(result)).toEqual(['cycles', 'requests', 'drift']);
  });

  it('keeps to a rate, its own reads included', async () => {
    const sent: number[] = [];
    await simulated({
      ...{ idp: 'jumpcloud', people: 3, days: 0, rate: 100 },
      between: (client) => ({
        ...client,
        send(request, signal, watch) {
          sent.push(performance.now());
          return client.send(request, signal, watch);
        },
      }),
    });
    const gaps = (sent.at(-1) ?? 0) - (sent[0] ?? 0);
    expect(gaps).toBeGreaterThan((sent.length - 2) * 9);
    await expect(simulated({ idp: 'jumpcloud', rate: 0 })).rejects.toThrow('rate has to be a positive number');
  });

  it('ends when it is interrupted, and leaves nothing behind', async () => {
    const control = new AbortController();
    // A folder of its own: other tests leave theirs beside it meanwhile.
    const folder = mkdtempSync(join(tmpdir(), 'scimulate-interrupted-'));
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    });
    const { finished, events } = await simulated({
      ...{ idp: 'okta:oin', signal: control.signal },
      onEvent: (event) => {
        if (event.type === 'day' && event.day === 3) control.abort();
      },
    });
    expect(finished.exitCode).toBe(130);
    expect(events.filter(({ type }) => type === 'day')).toHaveLength(3);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('could not tell when the target is gone', async () => {
    const { finished } = await simulated({
      ...{ idp: 'okta:oin', people: 5 },
      between: (client) => {
        let sent = 0;
        return {
          ...client,
          async send(request, signal, watch) {
            sent += 1;
            if (sent < 30) return client.send(request, signal, watch);
            const exchange = await client.send({ ...request, method: 'GET', target: '/nothing' }, signal);
            const { response: _response, ...rest } = exchange;
            return { ...rest, problem: { kind: 'auth', message: 'There is no token any more.' } };
          },
        };
      },
    });
    expect(finished.exitCode).toBe(3);
  });

  it('refuses what makes no sense before it begins', async () => {
    const attempt = async (name: string, numbers: object) => {
      const dialect = await dialectOf(name);
      const client = {
        baseUrl: 'http://127.0.0.1:1',
        send: () => Promise.reject(new Error('sent')),
        close: async () => {},
      };
      return simulate({ client, dialect, people: 3, days: 1, seed: 1, ...numbers }).next();
    };
    await expect(attempt('okta', { days: 1.5 })).rejects.toThrow('days are a whole number');
    await expect(attempt('okta', { people: 0 })).rejects.toThrow('at least one person');
    await expect(attempt('okta', { checkpointDays: 0 })).rejects.toThrow('read back');
    await expect(attempt('okta', { mode: 'xyz' })).rejects.toThrow('no mode');
    await expect(attempt('conductorone', {})).rejects.toThrow('makes no users');
  });
});
