/** Another SCIM server as a directory: its users, its groups, and the members of its groups. For migrations. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Client } from '../wire/exchange.ts';
import { DirectoryProblem } from './problem.ts';
import { GROUP, MEMBERSHIP, PERSON } from './reader.ts';
import {
  type Directory,
  type GroupRecord,
  type MembershipRecord,
  type PersonRecord,
  type Reject,
  reject,
  type Where,
} from './record.ts';
import { get, type Listing, readPages, refusal, waysOfPaging } from './scim-pages.ts';
import { flattenUser, groupValues } from './scim-resource.ts';

/**
 * Opens a server. What it has of groups is found out with one request; 404 and 501 mean that it has none.
 * Throws DirectoryProblem when it cannot be reached or does not let us read.
 */
export const openServer = async (client: Client): Promise<Directory> => {
  const config = await get(client, '/ServiceProviderConfig');
  if (config.response?.status === 401) throw refusal(config);
  const body = config.response?.status === 200 ? config.response.body : undefined;
  const paging = waysOfPaging(isObject(body) ? body : undefined);
  const users = await get(client, '/Users?startIndex=1&count=1');
  if (users.response && users.response.status !== 200) throw refusal(users);
  const hasGroups = await findGroups(client);
  const nothing = async function* (): AsyncGenerator<never> {};
  return {
    people: () => readPeople(client, { path: '/Users', ...paging }),
    groups: () => (hasGroups ? readGroups(client, { path: '/Groups', ...paging }) : nothing()),
    memberships: () => (hasGroups ? readMemberships(client, { path: '/Groups', ...paging }) : nothing()),
    hasGroups,
    hasMemberships: hasGroups,
    warnings: [],
    describe: () =>
      `${hasGroups ? 'people, groups and memberships' : 'people'} from the SCIM server ${client.baseUrl}, by ${paging.by}`,
  };
};

const findGroups = async (client: Client): Promise<boolean> => {
  const groups = await get(client, '/Groups?startIndex=1&count=1');
  const status = groups.response?.status;
  if (status === 404 || status === 501) return false;
  if (status !== undefined && status !== 200) throw refusal(groups);
  return true;
};

/** What is shown of a resource that cannot be read. */
const shown = (resource: Json): string => JSON.stringify(resource);

const placeOf = (client: Client, path: string, position: number): Where => ({
  file: `${client.baseUrl}${path}`,
  line: position,
});

async function* readPeople(client: Client, listing: Listing): AsyncGenerator<PersonRecord | Reject> {
  for await (const { resources, first } of readPages(client, listing)) {
    for (const [index, resource] of resources.entries()) {
      const at = placeOf(client, listing.path, first + index);
      if (isObject(resource)) yield PERSON.read(flattenUser(resource), at, shown(resource));
      else yield reject('person', 'it is no JSON object', at, shown(resource));
    }
  }
}

async function* readGroups(client: Client, listing: Listing): AsyncGenerator<GroupRecord | Reject> {
  for await (const { resources, first } of readPages(client, { ...listing, query: 'excludedAttributes=members' })) {
    for (const [index, resource] of resources.entries()) {
      const at = placeOf(client, listing.path, first + index);
      if (isObject(resource)) yield GROUP.read(groupValues(resource), at, shown(resource));
      else yield reject('group', 'it is no JSON object', at, shown(resource));
    }
  }
}

/** Groups that cannot be read are told of with the groups, not here. */
async function* readMemberships(client: Client, listing: Listing): AsyncGenerator<MembershipRecord | Reject> {
  for await (const { resources, first } of readPages(client, listing)) {
    for (const [index, resource] of resources.entries()) {
      const id = isObject(resource) ? getIgnoringCase(resource, 'id') : undefined;
      if (!isObject(resource) || typeof id !== 'string') continue;
      const at = placeOf(client, listing.path, first + index);
      for (const member of await membersOf(client, resource, id)) yield readMember(id, member, at);
    }
  }
}

/** Some servers show members only in a group by itself; whether one without members is such a group is asked. */
const membersOf = async (client: Client, group: JsonObject, id: string): Promise<readonly Json[]> => {
  const listed = getIgnoringCase(group, 'members');
  if (listed !== undefined) return asList(listed);
  const exchange = await get(client, `/Groups/${encodeURIComponent(id)}`);
  const { response, problem, request } = exchange;
  if (problem) throw new DirectoryProblem(problem.message, { file: request.url });
  // It was deleted in the meantime.
  if (response?.status === 404) return [];
  if (response?.status !== 200 || !isObject(response.body)) throw refusal(exchange);
  return asList(getIgnoringCase(response.body, 'members'));
};

const readMember = (group: string, member: Json, at: Where): MembershipRecord | Reject => {
  const row = JSON.stringify({ group, member });
  if (!isObject(member)) return reject('membership', 'the member is no JSON object', at, row);
  const type = getIgnoringCase(member, 'type');
  if (typeof type === 'string' && type.toLowerCase() === 'group') {
    return reject('membership', 'the member is a group; groups in groups are not carried over', at, row);
  }
  const value = getIgnoringCase(member, 'value') ?? '';
  return MEMBERSHIP.read({ group, member: value }, at, row);
};
