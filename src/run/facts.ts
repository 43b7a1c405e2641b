/** What is known about a target before it is judged; every fact with where it comes from. */
import { findAttribute, getIgnoringCase } from '../scim/attribute.ts';
import { asBoolean, LIMITS, readSwitch, SWITCHES } from '../scim/capabilities.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { ResourceType, Schema } from '../scim/schema.ts';
import { ENTERPRISE_USER_URN, GROUP_URN, USER_URN } from '../scim/urn.ts';
import { type Document, isFound } from './discovery.ts';

export interface Fact {
  /** With one dot: `bulk.supported`. */
  readonly name: string;
  readonly value: Json;
  /** `ServiceProviderConfig`, `assumed, …`, `config`. */
  readonly from: string;
}

const CONFIG = 'ServiceProviderConfig';

/** What is assumed of a target that does not say. */
const ASSUMED: Readonly<Record<(typeof SWITCHES)[number], boolean>> = {
  patch: true,
  bulk: false,
  filter: true,
  sort: false,
  etag: false,
  changePassword: false,
};

/**
 * A target that does not publish a limit of a capability is taken to have none, so that the capability is judged, and cases
 * that go beyond the limit are skipped.
 */
const NO_LIMIT = 1_000_000_000;

const configFacts = (document: Document<JsonObject>): Fact[] => {
  const config = isFound(document) ? document.value : {};
  const silent = isFound(document) ? `assumed, ${CONFIG} does not say` : `assumed, there is no ${CONFIG}`;
  const switches = SWITCHES.map((name): Fact => {
    const said = readSwitch(getIgnoringCase(config, name));
    if (said === undefined) return { name: `${name}.supported`, value: ASSUMED[name], from: silent };
    const { value, as } = said;
    return { name: `${name}.supported`, value, from: as === undefined ? CONFIG : `${CONFIG}, which says ${as}` };
  });
  const limits = LIMITS.map(({ of, name }): Fact => {
    const stated = getIgnoringCase(config, of);
    const value = isObject(stated) ? getIgnoringCase(stated, name) : undefined;
    if (typeof value === 'number') return { name: `${of}.${name}`, value, from: CONFIG };
    const on = switches.some((one) => one.name === `${of}.supported` && one.value === true);
    return { name: `${of}.${name}`, value: on ? NO_LIMIT : 0, from: silent };
  });
  return [...switches, ...limits, ...pagingFacts(config, silent)];
};

/** RFC 9865 §4; before it every list was paged by index. */
const pagingFacts = (config: JsonObject, silent: string): Fact[] => {
  const pagination = getIgnoringCase(config, 'pagination');
  const stated = (name: string) => (isObject(pagination) ? asBoolean(getIgnoringCase(pagination, name)) : undefined);
  return [
    { name: 'pagination.cursor', assumed: false, said: stated('cursor') },
    { name: 'pagination.index', assumed: true, said: stated('index') },
  ].map(({ name, assumed, said }) => ({ name, value: said ?? assumed, from: said === undefined ? silent : CONFIG }));
};

export interface Discovery {
  readonly config: Document<JsonObject>;
  readonly resourceTypes: Document<readonly ResourceType[]>;
  readonly schemas: Document<readonly Schema[]>;
  /** What no document tells and was therefore tried: `me.supported`; without resource types `resources.User` too. */
  readonly tried: readonly Fact[];
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const resourceFacts = ({ resourceTypes, schemas }: Discovery): Fact[] => {
  const listed = isFound(schemas) && schemas.value.some(({ id }) => same(id, ENTERPRISE_USER_URN));
  if (!isFound(resourceTypes)) {
    const from = isFound(schemas) ? 'Schemas' : 'assumed, there are no ResourceTypes and no Schemas';
    return [{ name: 'resources.EnterpriseUser', value: listed, from }];
  }
  const types = resourceTypes.value;
  const from = 'ResourceTypes';
  const ofSchema = (urn: string, name: string) => types.find((type) => same(type.schema, urn) || same(type.name, name));
  const user = ofSchema(USER_URN, 'User');
  const enterprise = user?.schemaExtensions.some(({ schema }) => same(schema, ENTERPRISE_USER_URN)) === true;
  const address: Fact[] = user === undefined ? [] : [{ name: 'discovery.UserType', value: user.id, from }];
  const others = types.filter(({ name, schema }) => ![USER_URN, GROUP_URN].includes(schema) && /^[\w-]+$/.test(name));
  return [
    { name: 'resources.User', value: user !== undefined, from },
    { name: 'resources.Group', value: ofSchema(GROUP_URN, 'Group') !== undefined, from },
    { name: 'resources.EnterpriseUser', value: enterprise || listed, from: enterprise || !listed ? from : 'Schemas' },
    ...others.map(({ name }) => ({ name: `resources.${name}`, value: true, from })),
    // RFC 7643 §6: the id is optional, and mostly the name.
    ...address,
  ];
};

/**
 * Where the target's own schemas may say something else than RFC 7643 §8.7.1, and its cases are about what the RFC says;
 * without schemas the RFC's hold.
 */
const schemaFacts = ({ schemas }: Discovery): Fact[] => {
  const published = isFound(schemas) ? schemas.value : [];
  const none = isFound(schemas) ? 'assumed, Schemas lacks the' : 'assumed, there is no';
  const attribute = (urn: string, name: string) => {
    const schema = published.find(({ id }) => same(id, urn));
    return { schema, found: findAttribute(schema?.attributes, name) };
  };
  const [userName, groups] = [attribute(USER_URN, 'userName'), attribute(USER_URN, 'groups')];
  const [groupName, members] = [attribute(GROUP_URN, 'displayName'), attribute(GROUP_URN, 'members')];
  const reference = findAttribute(members.found?.subAttributes, '$ref');
  const hasReferences = members.found === undefined || reference !== undefined;
  const fact = (name: string, value: boolean, { schema }: typeof userName, type: 'User' | 'Group'): Fact => ({
    name: `schema.${name}`,
    value,
    from: schema === undefined ? `${none} ${type} schema` : 'Schemas',
  });
  return [
    fact('userNameCaseExact', userName.found?.caseExact ?? false, userName, 'User'),
    fact('userNameWritable', (userName.found?.mutability ?? 'readWrite') === 'readWrite', userName, 'User'),
    fact('userGroups', groups.schema === undefined || groups.found !== undefined, groups, 'User'),
    fact('groupNameRequired', groupName.found?.required ?? true, groupName, 'Group'),
    fact('memberReferences', hasReferences, members, 'Group'),
    fact('membersShown', ['default', 'always'].includes(members.found?.returned ?? 'default'), members, 'Group'),
  ];
};

const endpointFact = (name: string, document: Document<unknown>): Fact => ({
  name: `discovery.${name}`,
  value: isFound(document),
  from: isFound(document) ? `GET /${name}` : `GET /${name} ${document.missing}`,
});

/** The facts discovery yields, in a fixed order. */
export const factsOf = (discovery: Discovery): Fact[] => [
  endpointFact('ServiceProviderConfig', discovery.config),
  endpointFact('ResourceTypes', discovery.resourceTypes),
  endpointFact('Schemas', discovery.schemas),
  ...configFacts(discovery.config),
  ...resourceFacts(discovery),
  ...schemaFacts(discovery),
  ...discovery.tried,
];

/** `{bulk: {supported: false}}` → the fact `bulk.supported`; what the user says wins over what the target says. */
export const withOverrides = (facts: readonly Fact[], overrides: JsonObject): Fact[] => {
  const told = new Map(facts.map((fact) => [fact.name.toLowerCase(), fact]));
  for (const [group, members] of Object.entries(overrides)) {
    for (const [key, value] of isObject(members) ? Object.entries(members) : []) {
      const name = `${group}.${key}`;
      const known = told.get(name.toLowerCase());
      told.set(name.toLowerCase(), { name: known?.name ?? name, value, from: 'config' });
    }
  }
  return [...told.values()];
};

/** `bulk.supported` → `{bulk: {supported: …}}`. */
export const nested = (facts: readonly Fact[]): JsonObject => {
  const groups = new Map<string, [string, Json][]>();
  for (const { name, value } of facts) {
    const [group = '', key = ''] = name.split('.');
    groups.set(group, [...(groups.get(group) ?? []), [key, value]]);
  }
  return Object.fromEntries([...groups].map(([group, members]) => [group, Object.fromEntries(members)]));
};
