import { describe, expect, test } from 'vitest';
import { cleanup } from './cleanup.ts';
import { CREATE, type Incoming, list, type Reply, type Resource, serverWith } from './flawed-server.testing.ts';
import { memoryJournal, pendingOf } from './journal.ts';
import { rehearse, suiteFrom } from './rehearse.testing.ts';

describe('what a run made is found and taken back although', () => {
  const leftBehind = async (bad: (incoming: Incoming) => Reply) => {
    const { client, users, lines } = await serverWith(bad);
    users.set('theirs', { id: 'theirs', userName: 'somebody@example.com' });
    const journal = memoryJournal();
    const rehearsal = await rehearse({ client, loaded: await suiteFrom(CREATE), journal });
    expect(lines.filter((line) => line === 'DELETE /Users/theirs')).toEqual([]);
    expect(users.has('theirs')).toBe(true);
    users.delete('theirs');
    return { ...rehearsal, users, lines, client, journal };
  };
  const make = (users: Incoming['users'], body: Incoming['body']): void => {
    users.set('made', { ...body, id: 'made' });
  };

  test('the answer has no body', async () => {
    const { users, summary, outcomes } = await leftBehind(({ line, users, body }) => {
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      return { status: 201, headers: { Location: 'http://inside.example.com/other/Users/made' } };
    });
    expect(outcomes).toEqual({ 'users/create': 'pass' });
    expect([...users]).toEqual([]);
    expect(summary.leftovers).toEqual([]);
  });

  test.each([
    ['the connection broke after it', true],
    ['the target cannot filter', false],
  ])('%s', async (_name, canFilter) => {
    const { users, summary, outcomes, journal } = await leftBehind(({ line, users, body, query, response }) => {
      if (query.has('filter') && !canFilter) return { status: 400 };
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      response.destroy();
      return 'taken';
    });
    expect(outcomes).toEqual({ 'users/create': 'error' });
    expect([...users]).toEqual([]);
    expect(summary.leftovers).toEqual([]);
    expect(pendingOf(journal.lines())).toEqual([]);
  });

  test('the target cannot filter, and gives a page of one whatever is asked', async () => {
    const { users } = await leftBehind(({ line, users, body, query, response }) => {
      if (query.has('filter')) return { status: 400 };
      const first = Number(query.get('startIndex') ?? 1) - 1;
      if (line === 'GET /Users') return { status: 200, body: list([...users.values()].slice(first, first + 1)) };
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      response.destroy();
      return 'taken';
    });
    expect([...users]).toEqual([]);
  });

  test('the target ignores filters and shows everybody', async () => {
    const { users } = await leftBehind(({ line, users, body, response }) => {
      if (line === 'GET /Users') return { status: 200, body: list([...users.values()]) };
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      response.destroy();
      return 'taken';
    });
    expect([...users]).toEqual([]);
  });

  test.each([500, 400, 409])('the answer was %i', async (status) => {
    const { users } = await leftBehind(({ line, users, body }) => {
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      return { status };
    });
    expect([...users]).toEqual([]);
  });

  test('DELETE is not supported: deactivated, and listed with the reason', async () => {
    const { summary, events, users } = await leftBehind(({ line, users }) => {
      if (line.startsWith('DELETE')) return { status: 405 };
      if (!line.startsWith('PATCH')) return undefined;
      for (const user of users.values()) user.active = false;
      return { status: 204 };
    });
    expect(summary.leftovers).toEqual([expect.stringMatching(/\/scim\/Users\/u/)]);
    expect(events.find(({ type }) => type === 'cleanup')).toMatchObject({
      removed: 0,
      leftovers: [{ because: 'DELETE answered 405; it was set to inactive instead' }],
    });
    expect([...users.values()].map(({ active }) => active)).toEqual([false]);
  });

  test('DELETE answers 500 but does it', async () => {
    const { summary } = await leftBehind(({ line, users }) => {
      if (!line.startsWith('DELETE')) return undefined;
      users.delete(line.split('/').at(-1) ?? '');
      return { status: 500 };
    });
    expect(summary.leftovers).toEqual([]);
  });

  test('it stays in the lists: it is not deleted twice', async () => {
    const gone: Resource[] = [];
    const { lines, events } = await leftBehind(({ line, users, query }) => {
      if (line.startsWith('DELETE')) gone.push(...[...users.values()].filter(({ id }) => line.endsWith(id)));
      return query.has('filter') ? { status: 200, body: list(gone) } : undefined;
    });
    expect(gone).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
    expect(events.find(({ type }) => type === 'cleanup')).toMatchObject({ removed: 1, leftovers: [] });
  });

  test('the answer is about somebody else: he is not touched, and it is said', async () => {
    const { events } = await leftBehind(({ line, users }) =>
      line === 'POST /Users' ? { status: 201, body: users.get('theirs') } : undefined,
    );
    expect(events.find(({ type }) => type === 'cleanup')).toMatchObject({
      leftovers: [{ because: expect.stringContaining('it may not be ours') }],
    });
  });

  test('it is written down before it is asked for', async () => {
    const journal = memoryJournal();
    const written: unknown[] = [];
    const { client } = await serverWith(({ line, body }) => {
      if (line !== 'POST /Users') return undefined;
      const [pending] = pendingOf(journal.lines());
      written.push(pending?.unknown[0]?.searches, [{ path: '/Users', attribute: 'userName', value: body.userName }]);
      return undefined;
    });
    await rehearse({ client, loaded: await suiteFrom(CREATE), journal });
    expect(written).toHaveLength(2);
    expect(written[0]).toEqual(written[1]);
  });

  test('a crash came between: the journal finishes the work later, and only on the same target', async () => {
    const { client, users } = await serverWith();
    users.set('theirs', { id: 'theirs', userName: 'somebody@example.com' });
    const kept = memoryJournal();
    await rehearse({ client, loaded: await suiteFrom(CREATE), keep: true, journal: kept });
    const journal = memoryJournal();
    const lines = kept.lines();
    for (const line of lines.filter(({ type }) => type === 'run' || type === 'create')) journal.write(line);
    expect(users.size).toBe(2);
    expect(await cleanup({ ...client, baseUrl: 'http://127.0.0.1:1/scim' }, journal)).toEqual({
      removed: 0,
      leftovers: [],
    });
    expect(await cleanup(client, journal)).toEqual({ removed: 1, leftovers: [] });
    expect([...users.keys()]).toEqual(['theirs']);
    expect(await cleanup(client, journal)).toEqual({ removed: 0, leftovers: [] });
  });
});
