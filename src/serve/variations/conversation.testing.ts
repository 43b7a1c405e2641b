/** For the tests in this folder: one long conversation, so that it shows what a server says otherwise than another. */
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import {
  BULK_REQUEST_URN,
  ENTERPRISE_USER_URN,
  GROUP_URN,
  PATCH_URN,
  SEARCH_REQUEST_URN,
  USER_URN,
} from '../../scim/urn.ts';
import { toCall } from '../request.ts';
import { toMessage } from '../respond.ts';
import { createService, handle } from '../service.ts';

interface Said {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

type Ask = (method: string, path: string, body?: Json, headers?: Readonly<Record<string, string>>) => Promise<Said>;

const ADDRESS = { host: '127.0.0.1', port: 8080, basePath: '/scim/v2' };

const connect = (variations: readonly string[]): Ask => {
  const { service, token } = createService({ variations });
  return async (method, path, body, headers = {}) => {
    const given = {
      host: '127.0.0.1:8080',
      accept: 'application/scim+json',
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      ...headers,
    };
    const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
    const head = { method, url: `/scim/v2${path}`, headers: present, socket: { remoteAddress: '127.0.0.1' } };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const {
      status,
      headers: answered,
      bytes,
    } = toMessage(await handle(toCall(head, service, ADDRESS), async () => text));
    const json: Json = bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'));
    return { status, headers: answered, body: isObject(json) ? json : {} };
  };
};

const user = (userName: string, attributes: JsonObject = {}): JsonObject => ({
  schemas: [USER_URN],
  userName,
  ...attributes,
});

const ANA = user('Ana@Example.com', {
  externalId: 'a',
  name: { givenName: 'Ana', familyName: 'Silva' },
  title: 'Guide',
  locale: 'pt-PT',
  emails: [
    { value: 'Ana@example.com', type: 'work' },
    { value: 'ana@example.org', type: 'home', display: 'Home' },
  ],
  phoneNumbers: [{ value: '+351 210 000 001', type: 'work' }],
});

const path = ({ body }: Said, endpoint = '/Users'): string => `${endpoint}/${encodeURIComponent(String(body.id))}`;

const filtered = (filter: string, more = ''): string => `/Users?filter=${encodeURIComponent(filter)}${more}`;

/**
 * What servers say to the same questions, by the name of the question. A question may make resources; later ones do not
 * depend on what the answers were.
 */
export const converse = async (variations: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const ask = connect(variations);
  const said = new Map<string, string>();
  const note = async (name: string, ...answers: readonly Promise<Said>[]): Promise<Said> => {
    const all = await Promise.all(answers);
    said.set(name, all.map(plain).join('\n'));
    return all[0] ?? { status: 0, headers: {}, body: {} };
  };
  const patch = (place: string, ...operations: JsonObject[]): Promise<Said> =>
    ask('PATCH', place, { schemas: [PATCH_URN], Operations: operations });
  const post = (body: Json, endpoint = '/Users'): Promise<Said> => ask('POST', endpoint, body);
  const group = (displayName: string, ...values: string[]): JsonObject => ({
    schemas: [GROUP_URN],
    displayName,
    members: values.map((value) => ({ value })),
  });

  await note('configuration', ask('GET', '/ServiceProviderConfig'));
  await note('configuration, to a stranger', ask('GET', '/ServiceProviderConfig', undefined, { authorization: '' }));
  await note('resource types', ask('GET', '/ResourceTypes'), ask('GET', '/ResourceTypes/User'));
  await note('schemas', ask('GET', '/Schemas'));
  await note('schemas, to a stranger', ask('GET', '/Schemas', undefined, { authorization: '' }));
  await note('schemas, filtered', ask('GET', '/Schemas?filter=id%20pr'));
  await note('a stranger', ask('GET', '/Users', undefined, { authorization: '' }));
  await note('an empty credential', ask('GET', '/Users', undefined, { authorization: 'Bearer ' }));
  await note('two media types', ask('GET', '/Users', undefined, { accept: 'application/scim+json, application/json' }));
  await note('a method that is not known', ask('PUT', '/Users', ANA));
  await note('me', ask('GET', '/Me'));
  await note('an empty list', ask('GET', filtered('userName eq "nobody"')));

  const ana = await note('a new user', post(ANA));
  const id = String(ana.body.id);
  await note('a taken name', post(ANA));
  await note('another case of a name', post(user('ANA@EXAMPLE.COM')));
  await note('a taken externalId', post(user('other', { externalId: 'a' })));
  await note('a name with blanks', post(user('Bo Lind')));
  await note('a type of its own', post(user('cy', { emails: [{ value: 'cy@example.com', type: 'yacht' }] })));
  await note('an unknown attribute', post(user('di', { favouriteMountain: 'Eiger' })));
  const eve = await note(
    'a new user with a manager',
    post(user('eve', { [ENTERPRISE_USER_URN]: { manager: { value: id } } })),
  );
  const team = await note('a new group', post(group('Team', id), '/Groups'));
  await note('a group in a group', post(group('Outer', String(team.body.id)), '/Groups'));
  await note('a member that is not there', post(group('Ghosts', 'nobody'), '/Groups'));
  await note('a group without a name', post({ schemas: [GROUP_URN] }, '/Groups'));

  await note('a user', ask('GET', path(ana)));
  await note('a group', ask('GET', path(team, '/Groups')));
  await note('an id that is none', ask('GET', '/Users/nope'));
  await note('a room', ask('GET', '/Rooms'));
  await note('a PUT that can wait', ask('PUT', path(ana), ANA, { prefer: 'respond-async' }));
  await note('some attributes', ask('GET', `${path(ana)}?attributes=title`));
  await note('a list', ask('GET', filtered('userName eq "eve"')));
  await note('all', ask('GET', '/Users'));
  await note('a page of two', ask('GET', '/Users?count=2&startIndex=2'));
  await note('the last page', ask('GET', '/Users?count=5&startIndex=5'));
  await note('two of three', ask('GET', filtered('userName pr', '&count=3')));
  await note('with a cursor', ask('GET', '/Users?cursor=&count=100'));
  await note('a bare complex attribute', ask('GET', filtered('emails co "example.org"')));
  await note('an attribute that is not known', ask('GET', filtered('favouriteMountain eq "Eiger"')));
  await note('null in a filter', ask('GET', filtered('title eq null')));
  await note('not equal', ask('GET', filtered('title ne "Cook"')));
  await note('conditions in brackets', ask('GET', filtered('emails[type eq "work"]')));
  await note('a value without quotes', ask('GET', filtered("userName eq 'eve'")));
  await note('a search', ask('POST', '/Users/.search', { schemas: [SEARCH_REQUEST_URN], filter: 'userName eq "eve"' }));

  const here = path(ana);
  await note('a change', patch(here, { op: 'replace', path: 'title', value: 'Head Guide' }));
  await note(
    'a change, projected',
    ask('PATCH', `${here}?attributes=title`, {
      schemas: [PATCH_URN],
      Operations: [{ op: 'replace', path: 'title', value: 'Cook' }],
    }),
  );
  await note('a change of nothing', patch(here, { op: 'replace', path: 'title', value: 'Cook' }));
  await note(
    'an add that finds nothing',
    patch(here, { op: 'add', path: 'emails[type eq "other"].value', value: 'o@example.com' }),
  );
  await note(
    'a replace that finds nothing',
    patch(here, { op: 'replace', path: 'emails[type eq "zz"].value', value: 'z@example.com' }),
  );
  await note('a remove that finds nothing', patch(here, { op: 'remove', path: 'emails[type eq "zz"]' }));
  await note('a remove of the name', patch(here, { op: 'remove', path: 'userName' }));
  await note('an id in a value', patch(here, { op: 'replace', value: { id, nickName: 'An' } }));
  await note('an op in capitals', patch(here, { op: 'Replace', path: 'nickName', value: 'Ann' }));
  await note('text for a boolean', patch(here, { op: 'replace', path: 'active', value: 'False' }));
  await note('half a name', patch(here, { op: 'replace', path: 'name', value: { familyName: 'Souza' } }));
  await note('a display', patch(here, { op: 'replace', path: 'emails[type eq "home"].display', value: 'Cottage' }));
  await note('a taken name in a change', patch(here, { op: 'replace', path: 'userName', value: 'eve' }));
  await note(
    'listed members removed',
    patch(path(team, '/Groups'), { op: 'remove', path: 'members', value: [{ value: 'nobody' }] }),
  );

  await patch(
    path(eve),
    { op: 'replace', path: 'active', value: false },
    { op: 'replace', path: 'title', value: 'Cook' },
  );
  await note('a PUT', ask('PUT', path(eve), user('eve', { nickName: 'Evi' })));
  await note('a PUT with another id', ask('PUT', path(eve), user('eve', { id: 'other' })));
  await note('a PUT with a stale version', ask('PUT', path(eve), user('eve'), { 'if-match': 'W/"stale"' }));
  const { headers: read } = await ask('GET', path(eve));
  await note(
    'a PUT with its version',
    ask('PUT', path(eve), user('eve', { title: 'Cook' }), { 'if-match': read.etag ?? '*' }),
  );
  await note(
    'a PUT with a weak version',
    ask('PUT', path(eve), user('eve', { title: 'Head Cook' }), {
      'if-match': `W/${String(read.etag).replace('W/', '')}`,
    }),
  );

  const operation = (name: string, members: string): JsonObject => ({
    method: 'POST',
    path: '/Groups',
    bulkId: name,
    data: group(name, members),
  });
  const bulk = (...Operations: JsonObject[]) => ask('POST', '/Bulk', { schemas: [BULK_REQUEST_URN], Operations });
  await note(
    'in bulk',
    bulk(
      { method: 'POST', path: '/Users', bulkId: 'x', data: user('xi') },
      { method: 'POST', path: '/Users', bulkId: 'y', data: user('yo') },
    ),
  );
  await note('in bulk, in a circle', bulk(operation('one', 'bulkId:two'), operation('two', 'bulkId:one')));
  await ask('DELETE', here);
  await note('the group of a deleted user', ask('GET', path(team, '/Groups')));
  await note('JSON that is none', ask('POST', '/Users', '{'));
  for (let number = 1; number <= 50; number += 1) await post(user(`crowd${number}`));
  await note('a long list', ask('GET', '/Users?attributes=id'));
  return said;
};

/** Without what differs from one conversation to the next: random ids, times but for their form, versions but for theirs. */
const plain = ({ status, headers, body }: Said): string => {
  const { meta } = body;
  const isNew = isObject(meta) && meta.created === meta.lastModified;
  const { 'content-length': _length, ...told } = headers;
  return JSON.stringify([status, told, isNew, body])
    .replace(/[\da-f]{8}-[\da-f-]{27}/g, 'UUID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+/g, (time) => time.replace(/\d/g, '9'))
    .replace(/\\+"[\w-]{16}\\+"/g, 'VERSION')
    .replace(/"(next|previous)Cursor":"(?!the-end)[^"]*"/g, '"$1Cursor":"CURSOR"');
};

/** The questions to which two servers give different answers. */
export const differences = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] =>
  [...one].filter(([name, answer]) => other.get(name) !== answer).map(([name]) => name);
