import { describe, expect, it } from 'vitest';
import { resources, withServer } from '../caller.testing.ts';
import { PRESETS } from '../presets.ts';
import { FAULTS, findFault } from './index.ts';

describe('the faults', () => {
  it('have ids and titles of their own', () => {
    expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
    expect(new Set(FAULTS.map(({ title }) => title)).size).toBe(FAULTS.length);
  });

  it.each(FAULTS)('$id is described', ({ id, title, links }) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-zA-Z0-9]+)+$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(title.length).toBeLessThan(140);
    for (const link of links) {
      expect(link).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/issues\/\d+$/);
    }
  });

  it('are found by id, or another one is suggested', () => {
    expect(findFault('patch-op-case-sensitive').title).toContain('lower case');
    expect(() => findFault('patch-op-case')).toThrow(/Did you mean patch-op-case-sensitive\?/);
    expect(() => findFault('nonsense')).toThrow(/no fault nonsense; "scimulate serve --list" names them all\.$/);
  });

  it('go together', async () => {
    await withServer(
      { faults: ['patch-op-case-sensitive', 'patch-no-path-dotted-keys-ignored', 'page-totalresults-is-page-size'] },
      async (caller) => {
        const [one] = [await caller.user('one'), await caller.user('two')];
        expect((await caller.patch(`/Users/${one.id}`, [{ op: 'Add', path: 'title', value: 'T' }])).status).toBe(400);
        const dotted = await caller.patch(`/Users/${one.id}`, [{ op: 'add', value: { 'name.givenName': 'G' } }]);
        expect([dotted.status, dotted.body.name]).toEqual([200, undefined]);
        expect((await caller.get('/Users?count=1')).body.totalResults).toBe(1);
      },
    );
  });

  it('leave other servers in the same process alone', async () => {
    await withServer({ faults: ['group-import-stale-name'] }, () =>
      withServer({}, async (caller) => {
        const group = await caller.group('old');
        await caller.patch(`/Groups/${group.id}`, [{ op: 'replace', path: 'displayName', value: 'new' }]);
        expect(resources(await caller.get('/Groups'))).toMatchObject([{ displayName: 'new' }]);
      }),
    );
  });
});

describe('the presets', () => {
  it.each(PRESETS)('$name starts', async ({ name }) => {
    await withServer({ preset: name }, async (caller) => {
      const reply = await caller.get('/Users');
      expect([reply.status, reply.body.totalResults]).toEqual([200, 0]);
    });
  });
});
