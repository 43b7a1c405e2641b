import { describe, expect, test } from 'vitest';
import type { Json } from '../scim/json.ts';
import type { Attribute, ResourceModel } from '../scim/schema.ts';
import { ENTERPRISE_USER_SCHEMA, MODELS, USER_MODEL } from '../scim/schemas.ts';
import type { Case, RequestStep } from '../suite/model.ts';
import { asDeclared, NotDeclared } from './declared.ts';
import { embedded } from './embedded.testing.ts';
import { rehearse, suiteFrom } from './rehearse.testing.ts';

/** The RFC's users, of whose attributes a server publishes these only. */
const publishing = (...attributes: readonly (string | Attribute)[]): ResourceModel => ({
  ...USER_MODEL,
  core: {
    ...USER_MODEL.core,
    attributes: attributes.flatMap((one) =>
      typeof one === 'string' ? USER_MODEL.core.attributes.filter(({ name }) => name === one) : [one],
    ),
  },
});

const attribute = (name: string, change: Partial<Attribute> = {}): Attribute => {
  const found = USER_MODEL.core.attributes.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return { ...found, ...change };
};

const caseOf = async (steps: string): Promise<Case> => {
  const { suites } = await suiteFrom(`  - {id: users/a, title: A, cites: [R1], declared: true, steps: ${steps}}\n`);
  const found = suites[0]?.cases[0];
  if (found === undefined) throw new Error('there is no case');
  return found;
};

const firstRequest = ({ steps: [step] }: Case): RequestStep => {
  if (step?.kind !== 'request') throw new Error('the first step is no request');
  return step;
};

const sent = async (method: string, body: Json, ...models: readonly ResourceModel[]): Promise<Json | undefined> =>
  firstRequest(
    asDeclared(
      await caseOf(`[{send: ${method} /Users/1, body: ${JSON.stringify(body)}, expect: {status: 200}}]`),
      models,
    ),
  ).request.body;

describe('a case about every attribute', () => {
  test('sends of a resource what the schema declares as readWrite and shown', async () => {
    const user = { schemas: [USER_MODEL.core.id], userName: 'ana', title: 'Guide', nickName: 'Nan', password: 'x' };
    expect(await sent('POST', user, publishing('userName', 'title', 'password'))).toEqual({
      schemas: [USER_MODEL.core.id],
      userName: 'ana',
      title: 'Guide',
    });
    const readOnly = publishing('userName', attribute('title', { mutability: 'readOnly' }));
    expect(await sent('PUT', user, readOnly)).toEqual({ schemas: [USER_MODEL.core.id], userName: 'ana' });
  });

  test('sends no part, and no value of a kind, that the server does not know', async () => {
    const emails = attribute('emails', {
      subAttributes: [
        { ...attribute('title'), name: 'value' },
        { ...attribute('title'), name: 'type', canonicalValues: ['work'] },
      ],
    });
    const body = {
      userName: 'ana',
      emails: [
        { value: 'a@example.com', type: 'WORK', primary: true },
        { value: 'b@example.com', type: 'home' },
      ],
    };
    expect(await sent('POST', body, publishing('userName', emails))).toEqual({
      userName: 'ana',
      emails: [{ value: 'a@example.com', type: 'WORK' }],
    });
  });

  test('lists no extension of which nothing is left', async () => {
    const extension = { ...ENTERPRISE_USER_SCHEMA, id: 'urn:example:Extra' };
    const body = {
      schemas: [USER_MODEL.core.id, 'urn:example:Extra'],
      userName: 'ana',
      'urn:example:Extra': { shoeSize: '42' },
    };
    const model = { ...publishing('userName'), extensions: [extension] };
    expect(await sent('POST', body, model)).toEqual({ schemas: [USER_MODEL.core.id], userName: 'ana' });
    const known = { ...body, 'urn:example:Extra': { shoeSize: '42', department: 'Tours' } };
    expect(await sent('POST', known, model)).toEqual({ ...known, 'urn:example:Extra': { department: 'Tours' } });
  });

  test('does in a PATCH only what there is a declared place for', async () => {
    const operations = [
      { op: 'replace', path: 'title', value: 'Guide' },
      { op: 'replace', path: 'nickName', value: 'Nan' },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'a@example.com' },
      { op: 'replace', path: 'emails[colour eq "red"].value', value: 'b@example.com' },
      { op: 'add', value: { title: 'Cook', nickName: 'Nan' } },
      { op: 'remove', path: 'locale' },
      { op: 'replace', value: { emails: [] } },
    ];
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
    expect(await sent('PATCH', body, publishing('userName', 'title', 'emails'))).toMatchObject({
      Operations: [operations[0], operations[2], { op: 'add', value: { title: 'Cook' } }, operations[6]],
    });
    await expect(sent('PATCH', body, publishing('userName', 'active'))).rejects.toThrow(NotDeclared);
  });

  test('asks of the answer only what the schema declares, and of the resource what every resource has', async () => {
    const steps = `[{send: GET /Users/1, expect: {body: {id: '1', title: Guide, nickName: Nan, 'emails[type eq "work"].value': a}, absent: [locale, title]}}]`;
    const { expect: kept } = firstRequest(asDeclared(await caseOf(steps), [publishing('userName', 'title')]));
    expect(kept?.body.map(({ path }) => path)).toEqual(['id', 'title']);
    expect(kept?.absent.map(({ path }) => path)).toEqual(['title']);
  });

  test('asks of a list all that it asks', async () => {
    const steps = '[{send: GET /Users?count=1, expect: {body: {totalResults: 1, Resources.nickName: Nan}}}]';
    const { expect: kept } = firstRequest(asDeclared(await caseOf(steps), [publishing('userName')]));
    expect(kept?.body.map(({ path }) => path)).toEqual(['totalResults', 'Resources.nickName']);
  });

  test('says nothing about a target that publishes no schema', async () => {
    await expect(sent('POST', { userName: 'ana' }, ...MODELS)).rejects.toThrow(
      'the target does not publish the schema of its resource type User',
    );
  });

  test('is skipped with that reason, and runs where there are schemas', async () => {
    const loaded = await suiteFrom(
      `  - {id: users/a, title: A, cites: [R1], declared: true, given: {ana: {User: {userName: 'ana.\${run.tag}', shoeSize: '42'}}}, steps: [{send: 'GET /Users/\${ana.id}', expect: {status: 200, body: {shoeSize: '42'}}}]}\n`,
    );
    const outcome = async (capabilities: { readonly schemas: boolean }) => {
      const { client, close } = await embedded({ capabilities });
      const { of } = await rehearse({ client, loaded });
      await close();
      return of('users/a');
    };
    expect(await outcome({ schemas: true })).toMatchObject({ outcome: 'pass' });
    expect(await outcome({ schemas: false })).toMatchObject({ outcome: 'skip' });
  });
});
