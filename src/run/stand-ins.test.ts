import { describe, expect, test } from 'vitest';
import type { ResourceModel } from '../scim/schema.ts';
import { MODELS, USER_MODEL } from '../scim/schemas.ts';
import type { Case } from '../suite/model.ts';
import { suiteFrom } from './rehearse.testing.ts';
import { withStandIns } from './stand-ins.ts';

/** A server that publishes users without these attributes. */
const lacking = (...names: readonly string[]): ResourceModel => ({
  ...USER_MODEL,
  core: { ...USER_MODEL.core, attributes: USER_MODEL.core.attributes.filter(({ name }) => !names.includes(name)) },
});

const caseOf = async (text: string): Promise<Case> => {
  const { suites } = await suiteFrom(`  - {id: users/a, title: A title, cites: [R1], ${text}}\n`);
  const found = suites[0]?.cases[0];
  if (found === undefined) throw new Error('there is no case');
  return found;
};

/** A user with the attribute, who is found by it and loses it. */
const about = (name: string): string =>
  `given: {ana: {User: {userName: ana, ${name}: Guide}}}, steps: [` +
  `{send: GET /Users, query: {filter: '${name} eq "\${ana.${name}}"'}, expect: {status: 200, body: {'Resources.${name}': Guide}}}, ` +
  `{send: 'GET /Users/\${ana.id}', expect: {body: {'urn:ietf:params:scim:schemas:core:2.0:User:${name}': Guide}}}]`;

/** Without the places in the file, which are those of the case as it is written. */
const said = (testCase: Case): unknown =>
  JSON.parse(JSON.stringify(testCase, (name, value: unknown) => (name === 'at' ? undefined : value)));

describe('a case on a server without an attribute that it is written with', () => {
  test('speaks of another of its kind, everywhere', async () => {
    const standing = withStandIns(await caseOf(about('nickName')), [lacking('nickName')]);
    expect(said(standing)).toEqual(said(await caseOf(about('title'))));
  });

  test('keeps its own title', async () => {
    expect(withStandIns(await caseOf(about('title')), [lacking('title')])).toMatchObject({ title: 'A title' });
  });

  test('speaks of no attribute that it names already', async () => {
    const written = `steps: [{send: GET /Users, query: {filter: 'nickName eq "a" or title eq "b" or userType eq "c"'}, expect: {status: 200}}]`;
    const standing = withStandIns(await caseOf(written), [lacking('nickName', 'title')]);
    expect(JSON.stringify(standing.steps)).toContain('displayName eq \\"a\\" or title eq \\"b\\" or userType eq');
  });

  test('goes on to write a name in another case than the RFC does', async () => {
    const written = `steps: [{send: GET /Users, query: {filter: 'NickNAME eq "a"'}, expect: {status: 200}}]`;
    const standing = withStandIns(await caseOf(written), [lacking('nickName')]);
    expect(JSON.stringify(standing.steps)).toContain('TITLE eq');
  });

  test('does not ask a displayName, which servers make up, to be absent', async () => {
    const written = `steps: [{send: GET /Users/1, expect: {absent: [nickName]}}]`;
    const testCase = await caseOf(written);
    const models = [lacking('nickName', 'title', 'userType')];
    expect(withStandIns(testCase, models)).toBe(testCase);
    const present = await caseOf(`steps: [{send: GET /Users/1, expect: {body: {nickName: A}}}]`);
    expect(JSON.stringify(withStandIns(present, models).steps)).toContain('displayName');
  });

  test('takes for another only what may be written, read and removed', async () => {
    const users = lacking('nickName');
    const locked: ResourceModel = {
      ...users,
      core: {
        ...users.core,
        attributes: users.core.attributes.map((one) =>
          one.name === 'title' ? { ...one, mutability: 'readOnly' } : one,
        ),
      },
    };
    expect(JSON.stringify(withStandIns(await caseOf(about('nickName')), [locked]))).toContain('userType');
  });
});

describe('a case stays as it is', () => {
  test('where the server has what it names, or does not say what it has', async () => {
    const testCase = await caseOf(about('nickName'));
    expect(withStandIns(testCase, [lacking('title')])).toBe(testCase);
    expect(withStandIns(testCase, MODELS)).toBe(testCase);
  });

  test('when it is about what the schemas say', async () => {
    const testCase = await caseOf(
      `steps: [{send: GET /Schemas, expect: {body: {'Resources.attributes.name': title}}}]`,
    );
    expect(withStandIns(testCase, [lacking('title')])).toBe(testCase);
  });
});
