/** YAML → Given: resources that are made before the steps of a case. */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { GROUP_URN, USER_URN } from '../scim/urn.ts';
import { keyPosition } from './diagnostics.ts';
import type { Given } from './model.ts';
import { childOf, entriesOf, numberOf, type Source, type SourceEntry, toJson } from './source.ts';

const CORE_SCHEMAS: Readonly<Record<string, string>> = { User: USER_URN, Group: GROUP_URN };

/** `given: {babs: {User: {…}}, crowd: {User: {…}, count: 12}}`. */
export const toGivens = (source: Source | undefined): readonly Given[] => entriesOf(source).flatMap(toGiven);

const toGiven = (entry: SourceEntry): readonly Given[] => {
  const resource = resourceEntry(entry.value);
  if (resource === undefined) return [];
  const count = numberOf(childOf(entry.value, 'count'));
  return [
    {
      name: entry.key,
      resourceType: resource.key,
      body: withSchemas(resource.key, toJson(resource.value)),
      ...(count === undefined ? {} : { count }),
      at: keyPosition(entry),
    },
  ];
};

/** The one entry whose key is the name of a resource type. */
export const resourceEntry = (given: Source): SourceEntry | undefined =>
  entriesOf(given).find(({ key }) => key !== 'count');

/** A body that does not name its schemas gets the type's own and those of the extensions it uses. */
const withSchemas = (resourceType: string, value: Json): JsonObject => {
  const body = isObject(value) ? value : {};
  const core = CORE_SCHEMAS[resourceType];
  if (core === undefined || Object.keys(body).some((key) => key.toLowerCase() === 'schemas')) return body;
  return { schemas: [core, ...Object.keys(body).filter((key) => key.startsWith('urn:'))], ...body };
};
