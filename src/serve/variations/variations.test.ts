import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withServer } from '../caller.testing.ts';
import { converse, differences } from './conversation.testing.ts';
import { findVariation, VARIATIONS } from './index.ts';

/** Questions that show each of them: a variation that nobody can see proves nothing. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  'patch-204': ['a change', 'half a name'],
  'answers-later': ['configuration', 'a PUT that can wait'],
  'attributes-of-every-kind': ['resource types', 'schemas'],
  'type-of-its-own': ['resource types', 'schemas', 'a room'],
  'few-attributes': ['schemas', 'a new user', 'a user'],
  'few-enterprise-attributes': ['schemas'],
  'media-type-charset': ['an empty list', 'JSON that is none'],
  'plain-json-when-accepted': ['two media types'],
  'more-headers': ['an empty list'],
  'content-location': ['a user', 'a group'],
  'location-of-new-only': ['a user', 'a change'],
  'discovery-without-credential': ['schemas, to a stranger'],
  'challenge-of-several-schemes': ['a stranger'],
  'malformed-credential-400': ['an empty credential'],
  'method-refused-400': ['a method that is not known'],
  'method-refused-403': ['a method that is not known'],
  'method-refused-404': ['a method that is not known'],
  'method-refused-501': ['a method that is not known'],
  'me-refused-401': ['me'],
  'me-refused-403': ['me'],
  'me-refused-404': ['me'],
  'me-redirects': ['me', 'all'],
  'resources-on-a-shard': ['a user', 'a change'],
  'errors-bare': ['a taken name', 'a group without a name', 'JSON that is none'],
  'errors-with-more': ['a taken name', 'a stranger'],
  'errors-with-own-keywords': ['an id that is none'],
  'required-removed-400-invalid-value': ['a remove of the name'],
  'update-conflict-400': ['a taken name in a change'],
  'update-conflict-without-keyword': ['a taken name in a change'],
  'create-conflict-400': ['a taken name', 'a taken name in a change'],
  'malformed-ids-400': ['an id that is none'],
  'definitions-without-defaults': ['schemas'],
  'common-attributes-defined': ['schemas'],
  'schemas-of-resources-only': ['schemas'],
  'config-schema-as-published': ['schemas'],
  'config-before-cursors': ['configuration'],
  'config-with-more': ['configuration'],
  'config-without-meta': ['configuration'],
  'resource-types-without-id': ['resource types'],
  'resource-types-with-opaque-id': ['resource types'],
  'extension-called-required': ['resource types'],
  'discovery-ignores-filters': ['schemas, filtered'],
  'group-name-optional': ['schemas', 'a group without a name'],
  'discovery-behind-login': ['configuration, to a stranger'],
  'no-discovery': ['configuration', 'resource types', 'schemas'],
  'nothing-optional': ['configuration', 'a change', 'a list', 'a new group'],
  'extension-first': ['a new user with a manager', 'a list'],
  'extension-of-its-own': ['resource types', 'schemas', 'a user', 'a group', 'a list'],
  'null-for-nothing': ['a user', 'a group', 'a list'],
  'empty-list-for-nothing': ['a user', 'a list'],
  'bare-members': ['schemas', 'a user', 'a group'],
  'groups-of-users-not-shown': ['schemas', 'a user'],
  'relative-references': ['a user', 'a group'],
  'references-from-the-resource': ['a user', 'a group'],
  'relative-locations': ['a new user', 'a user', 'a list'],
  'locations-without-host': ['a new user', 'a user', 'a list'],
  'text-in-capitals': ['a user', 'a group', 'a list'],
  'times-with-offset': ['a user', 'a list'],
  'times-in-seconds': ['a user', 'a list'],
  'modified-just-after-created': ['a new user'],
  'ids-numbered': ['a new user', 'a group'],
  'ids-of-odd-characters': ['a new user', 'a group'],
  'members-on-request': ['schemas', 'a group'],
  'extension-always-listed': ['a user'],
  'defaults-given': ['a new user', 'a PUT'],
  'formatted-name': ['a user', 'half a name'],
  'display-name-of-user-name': ['a new user'],
  'first-is-primary': ['a new user'],
  'primary-said-of-all': ['a user'],
  'display-of-addresses': ['a user'],
  'display-immutable': ['schemas', 'a display'],
  'locales-with-underscore': ['a new user'],
  'phone-numbers-as-uris': ['a user'],
  'user-names-in-lower-case': ['a user'],
  'user-names-without-blanks': ['a name with blanks'],
  'canonical-types-only': ['a type of its own'],
  'external-ids-unique': ['a taken externalId'],
  'references-not-checked': ['a member that is not there', 'the group of a deleted user'],
  'no-groups-in-groups': ['a group in a group'],
  'bare-managers': ['a new user with a manager'],
  'user-names-immutable': ['schemas', 'a taken name in a change'],
  'user-names-case-exact': ['schemas', 'another case of a name'],
  'empty-list-without-resources': ['an empty list'],
  'full-list-without-paging': ['a list', 'all'],
  'list-with-more': ['a list', 'an empty list'],
  'short-pages': ['a page of two', 'all'],
  'order-of-its-own': ['all'],
  'too-many-refused': ['a long list'],
  'items-per-page-as-asked': ['the last page'],
  'cursor-pages-of-any-length': ['with a cursor'],
  'unknown-attribute-matches-nobody': ['an attribute that is not known'],
  'bare-complex-refused': ['a bare complex attribute'],
  'null-in-filters-refused': ['null in a filter'],
  'ne-leaves-out-unassigned': ['not equal'],
  'value-paths-refused': ['conditions in brackets'],
  'unquoted-values-understood': ['a value without quotes'],
  'only-eq-and-and': ['two of three', 'not equal', 'conditions in brackets'],
  'personal-data-in-urls-forbidden': ['a list', 'an empty list'],
  'projected-without-schemas': ['some attributes'],
  'projected-with-meta': ['some attributes'],
  'put-keeps-omitted': ['a PUT'],
  'put-activates': ['a PUT'],
  'put-of-another-id-refused': ['a PUT with another id'],
  'unchanged-patch-204': ['a change of nothing'],
  'removing-nothing-refused': ['a remove that finds nothing'],
  'add-without-match-refused': ['an add that finds nothing'],
  'add-without-match-ignored': ['an add that finds nothing'],
  'replace-without-match-creates': ['a replace that finds nothing'],
  'listed-members-all-removed': ['listed members removed'],
  'read-only-in-values-refused': ['an id in a value'],
  'unknown-attributes-refused': ['an unknown attribute'],
  'nothing-beyond-the-letter': ['text for a boolean'],
  'op-in-lower-case-only': ['an op in capitals'],
  'complex-replaced-whole': ['half a name'],
  'versions-strong': ['a user', 'a PUT with a weak version'],
  'versions-unannounced': ['configuration', 'a user'],
  'stale-version-409': ['a PUT with a stale version', 'a PUT with a weak version'],
  'own-weak-version-refused': ['a PUT with its version'],
  'version-required': ['a change', 'a PUT'],
  'versions-in-meta-only-when-single': ['a list'],
  'bulk-answers-whole': ['in bulk', 'in bulk, in a circle'],
  'bulk-circle-409': ['in bulk, in a circle'],
  'bulk-status-in-object': ['in bulk', 'in bulk, in a circle'],
};

let good: ReadonlyMap<string, string>;
beforeAll(async () => {
  good = await converse([]);
});

describe('the legal variations', () => {
  it('are all looked at', () => {
    expect(Object.keys(TELLING).sort()).toEqual(VARIATIONS.map(({ id }) => id).sort());
  });

  it.each(Object.entries(TELLING))('%s shows', async (id, questions) => {
    const differing = differences(good, await converse([id]));
    expect(differing).toEqual(expect.arrayContaining([...questions]));
  });

  it('are told from a server that answers the same twice', async () => {
    expect(differences(good, await converse([]))).toEqual([]);
  });

  const requirements: readonly { readonly id: string; readonly verdict: string }[] = JSON.parse(
    readFileSync(join(resolve(import.meta.dirname, '../../..'), 'suites/requirements.json'), 'utf8'),
  );

  it.each(VARIATIONS)('$id is described, with what leaves it open', ({ id, title, because, allowedBy }) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(because).toMatch(/^\S.*\.$/);
    expect(allowedBy).not.toEqual([]);
    expect(allowedBy.filter((cited) => !requirements.some((one) => one.id === cited))).toEqual([]);
  });

  it('have ids and titles of their own', () => {
    expect(new Set(VARIATIONS.map(({ id }) => id)).size).toBe(VARIATIONS.length);
    expect(new Set(VARIATIONS.map(({ title }) => title)).size).toBe(VARIATIONS.length);
  });

  it('are found by id', () => {
    expect(findVariation('patch-204').title).toContain('204');
    expect(() => findVariation('patch-205')).toThrow('There is no variation patch-205;');
  });

  it('go together, and faults see what they make of the server', async () => {
    const variations = ['patch-204', 'ids-numbered', 'nothing-beyond-the-letter'];
    await withServer({ variations, faults: ['page-totalresults-is-page-size'] }, async (caller) => {
      const [one] = [await caller.user('one'), await caller.user('two')];
      expect(one?.id).toBe('1001');
      expect((await caller.patch('/Users/1001', [{ op: 'add', path: 'title', value: 'T' }])).status).toBe(204);
      expect((await caller.patch('/Users/1001', [{ op: 'add', path: 'active', value: 'True' }])).status).toBe(400);
      expect((await caller.get('/Users?count=1')).body.totalResults).toBe(1);
    });
  });

  it('give way to capabilities that are asked for', async () => {
    await withServer({ variations: ['nothing-optional'], capabilities: { groups: true } }, async (caller) => {
      expect((await caller.post('/Groups', { displayName: 'x' })).status).toBe(400);
      expect((await caller.get('/Users?filter=userName%20pr')).status).toBe(501);
    });
  });
});
