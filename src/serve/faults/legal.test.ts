import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GROUP_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, withServer } from '../caller.testing.ts';
import { findVariation } from '../variations/index.ts';
import { FAULTS } from './index.ts';
import { LEGAL_HABITS } from './legal.ts';

const REQUIREMENTS = readFileSync(resolve('suites/requirements.json'), 'utf8');

/** By id, what such a server is seen to do. */
const SEEN: Readonly<Record<string, (caller: Caller) => Promise<void>>> = {
  'put-duplicate-externalid-accepted': async (caller) => {
    await caller.user('ana', { externalId: 'e1' });
    const bo = await caller.user('bo', { externalId: 'e2' });
    const reply = await caller.put(`/Users/${bo.id}`, { schemas: [USER_URN], userName: 'bo', externalId: 'e1' });
    expect([reply.status, reply.body.externalId]).toEqual([200, 'e1']);
  },
  'put-partial-name-clears-sibling': async (caller) => {
    const ana = await caller.user('ana', { title: 'Cook', name: { givenName: 'Ana', familyName: 'Souza' } });
    const body = { schemas: [USER_URN], userName: 'ana', name: { givenName: 'Anna' } };
    const reply = await caller.put(`/Users/${ana.id}`, body);
    expect([reply.status, dig(reply.body, 'name'), reply.body.title]).toEqual([200, { givenName: 'Anna' }, 'Cook']);
  },
  'group-accepts-nonexistent-member': async (caller) => {
    const body = { schemas: [GROUP_URN], displayName: 'Ghosts', members: [{ value: 'nobody' }] };
    const reply = await caller.post('/Groups', body);
    expect([reply.status, dig(reply.body, 'members', 0, 'value')]).toEqual([201, 'nobody']);
  },
};

describe('what is no fault although it was reported as one', () => {
  it.each(LEGAL_HABITS)('$id names what allows it, and is no fault', ({ id, title, links, allowedBy }) => {
    expect(FAULTS.map((fault) => fault.id)).not.toContain(id);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(links.length).toBeGreaterThan(0);
    for (const requirement of allowedBy) expect(REQUIREMENTS).toContain(`"id": "${requirement}"`);
  });

  it.each(LEGAL_HABITS)('$id can be seen', async ({ id, variation }) => {
    const variations = variation === undefined ? [] : [findVariation(variation).id];
    const see = SEEN[id];
    expect(see).toBeDefined();
    await withServer({ variations }, async (caller) => see?.(caller));
  });
});
