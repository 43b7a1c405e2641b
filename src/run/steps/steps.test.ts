import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, embedded, USER } from '../embedded.testing.ts';
import { rehearse, suiteFrom } from '../rehearse.testing.ts';

let client: Embedded['client'];
let count: Embedded['count'];
let close: Embedded['close'];
beforeAll(async () => {
  ({ client, count, close } = await embedded());
});
afterAll(() => close());

describe('steps', () => {
  test('crowds, captures, templates and names that fit', async () => {
    const loaded = await suiteFrom(`
  - id: users/crowd
    title: A crowd
    cites: [R1]
    let: {stem: 'crowd.\${run.tag}'}
    given:
      crowd: {User: {userName: 'c\${n}.\${stem}'}, count: 9}
      team: {Group: {displayName: 'Team \${run.TAG}', members: [{for-each: '\${crowd}', as: one, make: {value: '\${one.id}'}}]}}
    steps:
      - pages: GET /Users
        query: {filter: 'userName ew "\${stem}"', sortBy: userName}
        by: index
        count: 4
        advance: returned
        limit: 10
        expect: {body: {ids: {same-set: '\${crowd|ids}'}, pages: 3, sizes: {same-list: [4, 4, 1]}, longest: 4, totalResults: 9}}
        capture: {last: 'sizes'}
      - pages: GET /Users
        query: {filter: 'userName ew "\${stem}"'}
        by: cursor
        count: 5
        advance: returned
        limit: 10
        expect: {body: {ids: {same-set: '\${crowd|ids}'}, pages: 2}}
      - send: GET /Groups/\${team.id}
        expect: {status: 200, body: {members: {length: 9}, displayName: {ends: '\${run.TAG}'}}}
`);
    const { of, requests } = await rehearse({ client, loaded });
    expect(of('users/crowd').reasons).toEqual([]);
    expect(
      requests('users/crowd')
        .filter((line) => line.includes('sortBy'))
        .map((line) => line.replace(/.*sortBy=userName/, '')),
    ).toEqual(['&startIndex=1&count=4', '&startIndex=5&count=4', '&startIndex=9&count=4']);
    expect([await count('/Users'), await count('/Groups')]).toEqual([0, 0]);
  });

  test('unchanged passes over a whole name that follows its parts', async () => {
    const server = await embedded({ variations: ['formatted-name'] });
    const replace = (path: string) =>
      `{schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{op: replace, path: ${path}, value: New}]}`;
    const loaded = await suiteFrom(`
  - id: users/whole-name
    title: A name
    cites: [R1]
    given: {babs: {User: {userName: 'b.\${run.tag}', name: {givenName: Babs, familyName: Old}}}}
    steps:
      - send: PATCH /Users/\${babs.id}
        body: ${replace('name.familyName')}
      - unchanged: {babs: [name.familyName]}
      - send: PATCH /Users/\${babs.id}
        body: ${replace('displayName')}
      - unchanged: {babs: [displayName, name.familyName]}
      - unchanged: {babs: [displayName]}
`);
    const { reasons } = (await rehearse({ client: server.client, loaded })).of('users/whole-name');
    await server.close();
    expect(reasons.map(({ path }) => path)).toEqual(['babs.name.familyName', 'babs.name.formatted']);
  });

  test('unchanged sees what a write did beside its purpose', async () => {
    const patch =
      "{schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{op: replace, path: displayName, value: New}]}";
    const loaded = await suiteFrom(`
  - id: users/unchanged
    title: Neighbours
    cites: [R1]
    given: {babs: {User: {userName: 'b.\${run.tag}', displayName: Old}}, neighbour: {User: {userName: 'n.\${run.tag}', displayName: Old}}}
    steps:
      - send: PATCH /Users/\${babs.id}
        body: ${patch}
        expect: {status: {one-of: [200, 204]}}
      - unchanged: {neighbour: [], babs: [displayName]}
      - unchanged: {babs: []}
      - send: DELETE /Users/\${neighbour.id}
      - unchanged: {neighbour: []}
`);
    const { reasons } = (await rehearse({ client, loaded })).of('users/unchanged');
    expect(reasons).toMatchObject([
      { path: 'babs.displayName', expected: 'Old', actual: 'New' },
      { message: expect.stringMatching(/^neighbour can no longer be read: GET \/Users\/\S+ answered 404/) },
    ]);
  });

  test('together sends at the same moment and looks at all the statuses', async () => {
    const loaded = await suiteFrom(`
  - id: users/race
    title: One of two wins
    cites: [R1]
    steps:
      - together:
          - {send: POST /Users, body: &racer {schemas: ${USER}, userName: 'racer.\${run.tag}'}}
          - {send: POST /Users, body: *racer}
        expect: {body: {statuses: {same-set: [201, 409]}, succeeded: 1, repeated: 0}}
`);
    expect((await rehearse({ client, loaded })).of('users/race').reasons).toEqual([]);
    expect(await count('/Users')).toBe(0);
  });

  test('what bulk operations make is taken back too', async () => {
    const loaded = await suiteFrom(`
  - id: users/bulk
    title: Bulk
    cites: [R1]
    steps:
      - send: POST /Bulk
        body:
          schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']
          Operations:
            - {method: POST, path: /Users, bulkId: u, data: {schemas: ${USER}, userName: 'bulk.\${run.tag}'}}
            - {method: POST, path: /Groups, bulkId: g, data: {schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Bulk \${run.tag}', members: [{value: 'bulkId:u'}]}}
        expect: {status: 201}
`);
    const { outcomes, summary } = await rehearse({ client, loaded });
    expect(outcomes).toEqual({ 'users/bulk': 'fail' });
    expect(summary.leftovers).toEqual([]);
    expect([await count('/Users'), await count('/Groups')]).toEqual([0, 0]);
  });
});
