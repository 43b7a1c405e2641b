/** Reading what a target says of itself at /Schemas and /ResourceTypes: leniently, naming what was wrong. */
import { findAttribute, getIgnoringCase, sameName } from './attribute.ts';
import { define } from './define.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import type { Attribute, AttributeType, ResourceModel, ResourceType, Schema } from './schema.ts';
import { DISCOVERY_MODELS, MODELS } from './schemas.ts';
import { quoted } from './syntax.ts';

/** Takes down what was wrong; `where` says at what, for example `emails.type`. */
type Note = (where: string, what: string) => void;

const TYPES: readonly AttributeType[] = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
];

/** Reads a Schema resource (RFC 7643 §7). No schema at all without an id; everything else is made up for and noted. */
export const readSchema = (json: Json): { schema?: Schema; problems: string[] } => {
  const problems: string[] = [];
  const note: Note = (where, what) => problems.push(`${where}: ${what}`);
  if (!isObject(json)) return { problems: ['the schema is no JSON object'] };
  const id = textIn(json, 'id');
  if (id === undefined) return { problems: ['the schema has no "id"'] };
  const name = textIn(json, 'name');
  if (name === undefined) note(id, 'has no "name"');
  const attributes = readAttributes(getIgnoringCase(json, 'attributes'), id, note, nestsInSubAttributes(id) ? 2 : 1);
  const description = textIn(json, 'description') ?? '';
  return { schema: { id, name: name ?? id.slice(id.lastIndexOf(':') + 1), description, attributes }, problems };
};

/** RFC 7643 §7: only the schema of schemas has complex attributes within complex attributes. */
const nestsInSubAttributes = (id: string): boolean => id.endsWith(':Schema');

/** `levels`: how many levels of sub-attributes may follow. */
const readAttributes = (list: Json | undefined, where: string, note: Note, levels: number): Attribute[] => {
  if (!Array.isArray(list)) note(where, 'has no list of attributes');
  const attributes: Attribute[] = [];
  for (const [index, json] of asList(list).entries()) {
    const name = isObject(json) ? textIn(json, 'name') : undefined;
    if (!isObject(json) || name === undefined) {
      note(where, `attribute ${index + 1} has no name`);
    } else if (findAttribute(attributes, name) !== undefined) {
      note(where, `attribute ${quoted(name)} is defined twice`);
    } else {
      attributes.push(readAttribute(json, name, `${where}${levels === 1 ? ':' : '.'}${name}`, note, levels));
    }
  }
  return attributes;
};

const readAttribute = (json: JsonObject, name: string, where: string, note: Note, levels: number): Attribute => {
  const plain = define(name, readType(json, where, note), textIn(json, 'description') ?? '');
  const subAttributes = getIgnoringCase(json, 'subAttributes');
  if (isUnassigned(getIgnoringCase(json, 'multiValued'))) note(where, 'does not say whether it is multi-valued');
  if (plain.type === 'complex' && isUnassigned(subAttributes)) note(where, 'is complex but has no sub-attributes');
  if (!isUnassigned(subAttributes) && levels === 0) note(where, 'is a sub-attribute with sub-attributes');
  return {
    ...plain,
    multiValued: readFlag(json, 'multiValued', plain.multiValued, where, note),
    required: readFlag(json, 'required', plain.required, where, note),
    caseExact: readFlag(json, 'caseExact', plain.caseExact, where, note),
    mutability: readWord(json, 'mutability', MUTABILITIES, plain.mutability, where, note),
    returned: readWord(json, 'returned', RETURNED, plain.returned, where, note),
    uniqueness: readWord(json, 'uniqueness', UNIQUENESSES, plain.uniqueness, where, note),
    ...readTexts(json, 'canonicalValues', where, note),
    ...readTexts(json, 'referenceTypes', where, note),
    ...(isUnassigned(subAttributes) || levels === 0
      ? {}
      : { subAttributes: readAttributes(subAttributes, where, note, levels - 1) }),
  };
};

const MUTABILITIES: readonly Attribute['mutability'][] = ['readOnly', 'readWrite', 'immutable', 'writeOnly'];
const RETURNED: readonly Attribute['returned'][] = ['always', 'never', 'default', 'request'];
const UNIQUENESSES: readonly Attribute['uniqueness'][] = ['none', 'server', 'global'];

const readType = (json: JsonObject, where: string, note: Note): AttributeType => {
  const fallback = isUnassigned(getIgnoringCase(json, 'subAttributes')) ? 'string' : 'complex';
  if (isUnassigned(getIgnoringCase(json, 'type'))) note(where, `has no type; read as ${fallback}`);
  return readWord(json, 'type', TYPES, fallback, where, note);
};

/** A keyword in any case; wrong case and unknown words are noted. */
const readWord = <Word extends string>(
  json: JsonObject,
  key: string,
  words: readonly Word[],
  fallback: Word,
  where: string,
  note: Note,
): Word => {
  const value = getIgnoringCase(json, key);
  if (isUnassigned(value)) return fallback;
  const word = words.find((candidate) => typeof value === 'string' && sameName(candidate, value));
  if (word !== value) note(where, `"${key}" is ${show(value)}; read as "${word ?? fallback}"`);
  return word ?? fallback;
};

const readFlag = (json: JsonObject, key: string, fallback: boolean, where: string, note: Note): boolean => {
  const value = getIgnoringCase(json, key);
  if (typeof value === 'boolean') return value;
  if (value === undefined) return fallback;
  const read = value === 'true' || (value !== 'false' && fallback);
  note(where, `"${key}" is ${show(value)}; read as ${read}`);
  return read;
};

const readTexts = (json: JsonObject, key: 'canonicalValues' | 'referenceTypes', where: string, note: Note) => {
  const value = getIgnoringCase(json, key);
  if (isUnassigned(value)) return {};
  const texts = asList(value).filter((item) => typeof item === 'string');
  if (!Array.isArray(value) || texts.length < value.length) note(where, `"${key}" is no list of strings`);
  return { [key]: texts };
};

const show = (value: Json): string => quoted(typeof value === 'string' ? value : JSON.stringify(value));

/** A non-empty string member. */
const textIn = (json: JsonObject, key: string): string | undefined => {
  const value = getIgnoringCase(json, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The endpoint below the base URL, of one that repeats the base URL or its path; others of another place by their last segment. */
const belowBase = (endpoint: string, basePath: string): string => {
  const path = endpoint.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
  if (basePath !== '' && path.startsWith(`${basePath}/`)) return path.slice(basePath.length);
  return path === endpoint ? path : path.replace(/.*\//, '/');
};

/**
 * Reads a ResourceType resource (RFC 7643 §6). None without a name, an endpoint and a schema.
 * @param basePath the path of the base URL, without a slash at its end: some repeat it in their endpoints
 */
export const readResourceType = (json: Json, basePath = ''): { resourceType?: ResourceType; problems: string[] } => {
  const problems: string[] = [];
  if (!isObject(json)) return { problems: ['the resource type is no JSON object'] };
  const [name, endpoint, schema] = ['name', 'endpoint', 'schema'].map((key) => textIn(json, key));
  const missing = Object.entries({ name, endpoint, schema }).flatMap(([key, value]) => (value ? [] : [`"${key}"`]));
  if (name === undefined || endpoint === undefined || schema === undefined) {
    return { problems: [`the resource type ${quoted(name ?? '')} has no ${missing.join(', ')}`] };
  }
  const path = belowBase(endpoint, basePath);
  if (path !== endpoint) problems.push(`${name}: "endpoint" is not relative to the base URL; read as ${quoted(path)}`);
  const extensions = asList(getIgnoringCase(json, 'schemaExtensions')).flatMap((extension) => {
    const urn = isObject(extension) ? textIn(extension, 'schema') : undefined;
    if (urn === undefined) problems.push(`${name}: an entry of "schemaExtensions" has no schema`);
    const required = isObject(extension) && getIgnoringCase(extension, 'required') === true;
    return urn === undefined ? [] : [{ schema: urn, required }];
  });
  const resourceType = {
    id: textIn(json, 'id') ?? name,
    name,
    description: textIn(json, 'description') ?? '',
    endpoint: path.startsWith('/') ? path : `/${path}`,
    schema,
    schemaExtensions: extensions,
  };
  return { resourceType, problems };
};

/**
 * Resource types with their schemas. A schema that was not read is taken from the RFC when it is one of its own, else
 * it has no attributes.
 */
export const buildModels = (schemas: readonly Schema[], types: readonly ResourceType[]): ResourceModel[] => {
  const find = (urn: string): Schema =>
    [...schemas, ...KNOWN_SCHEMAS].find(({ id }) => sameName(id, urn)) ?? {
      id: urn,
      name: urn.slice(urn.lastIndexOf(':') + 1),
      description: '',
      attributes: [],
    };
  return types.map((type) => ({
    type,
    core: find(type.schema),
    extensions: type.schemaExtensions.map(({ schema }) => find(schema)),
  }));
};

const KNOWN_SCHEMAS: readonly Schema[] = [...MODELS, ...DISCOVERY_MODELS].flatMap(({ core, extensions }) => [
  core,
  ...extensions,
]);
