import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, embedded, USER } from '../embedded.testing.ts';
import { rehearse, suitesFrom } from '../rehearse.testing.ts';

let client: Embedded['client'];
let close: Embedded['close'];
beforeAll(async () => {
  ({ client, close } = await embedded());
});
afterAll(() => close());

const DIALECT = `
dialect: acme
title: Acme
modes:
  plain: {title: Plain, let: {kind: Plain}}
  fancy: {title: Fancy, let: {kind: Fancy}}
features: {make: Make users, look: Look at users, fly: Fly}
headers: {User-Agent: Acme 1, Accept: application/scim+json}
body-headers: {Content-Type: application/scim+json}
query: {space: '+'}
operations:
  make:
    title: Make
    evidence: documented
    sources: [https://example.com/make]
    parameters: {name: {}, title: {optional: true}, nick: {optional: true, default: 'nick of \${kind}'}}
    requests:
      - send: POST /Users
        body: {schemas: ${USER}, userName: '\${name}', displayName: '\${kind}', title: '\${title?}', nickName: '\${nick}'}
        expect: {status: 201}
  look:
    title: Look
    evidence: assumed
    sources: [https://example.com/look]
    parameters: {name: {}}
    requests:
      - send: GET /Users
        query: {filter: 'userName eq "\${name}"'}
        expect: {status: 200, body: {totalResults: {ge: 1}}}
        capture: {found: 'Resources.id'}
      - {send: 'GET /Users/\${found}', expect: {status: 200}}
`;
const ACME = `
suite: acme
title: Acme
dialect: acme
level: NONE
sources: [https://example.com/]
cases:
  - id: acme/make
    title: Making
    variants:
      plain: {mode: plain, idps: {acme: make}}
      fancy: {mode: fancy, idps: {acme: {features: [make], need: optional}}}
    steps:
      - do: make
        with: {name: '\${variant}.\${run.tag}'}
        expect: {body: {displayName: '\${mode|capitalised}', nickName: 'nick of Plain'}, absent: [title]}
        capture: {id: id}
      - {do: look, with: {name: '\${variant}.\${run.tag}'}, expect: {body: {id: '\${id}'}}}
  - id: acme/look
    title: Looking
    idps: {acme: look}
    steps:
      - {do: look, with: {name: 'nobody.\${run.tag}'}}
`;

describe('identity providers', () => {
  const load = () => suitesFrom({ 'acme/dialect.yaml': DIALECT, 'acme/acme.yaml': ACME });

  test('their operations are written by the dialect, in the mode of the case, and judged by what it needs', async () => {
    const { outcomes, requests, of, summary } = await rehearse({ client, loaded: await load() });
    expect(outcomes).toEqual({ 'acme/make/plain': 'pass', 'acme/make/fancy': 'note', 'acme/look': 'note' });
    expect(requests('acme/look')[0]).toMatch(/^GET \/Users\?filter=userName\+eq\+%22nobody\.\w+%22$/);
    expect(of('acme/make/fancy').reasons).toMatchObject([{ path: 'nickName', actual: 'nick of Fancy' }]);
    expect(of('acme/look').reasons).toMatchObject([
      { path: 'totalResults', actual: 0 },
      { message: 'Resources.id is missing, which the next steps need as found' },
    ]);
    expect(summary.readiness).toEqual([
      {
        ...{ idp: 'acme', feature: 'make', title: 'Make users' },
        ...{ status: 'ready', because: [], evidence: 'assumed' },
      },
      {
        ...{ idp: 'acme', feature: 'look', title: 'Look at users' },
        ...{ status: 'not-ready', because: ['acme/look'], evidence: 'assumed' },
      },
      {
        ...{ idp: 'acme', feature: 'fly', title: 'Fly' },
        ...{ status: 'not-tested', because: [], why: 'no case tests it' },
      },
    ]);
    expect(summary.exitCode).toBe(0);
  });

  test('a selected one decides: what it requires and does not get is a fail under it', async () => {
    const { outcomes, of, summary } = await rehearse({ client, loaded: await load(), selection: { idps: ['acme'] } });
    expect(outcomes).toEqual({ 'acme/make/plain': 'pass', 'acme/make/fancy': 'note', 'acme/look': 'fail' });
    expect(of('acme/look').under).toEqual({ acme: 'not-ready' });
    expect(summary.exitCode).toBe(1);
  });
});
