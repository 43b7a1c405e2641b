/** YAML → Given: resources that are made before the steps of a case. */
import { isObject } from '../scim/json.ts';
import { keyPosition } from './diagnostics.ts';
import type { Given } from './model.ts';
import { childOf, entriesOf, numberOf, type Source, type SourceEntry, toJson } from './source.ts';

/** `given: {babs: {User: {…}}, crowd: {User: {…}, count: 12}}`. */
export const toGivens = (source: Source | undefined): readonly Given[] => entriesOf(source).flatMap(toGiven);

const toGiven = (entry: SourceEntry): readonly Given[] => {
  const resource = entriesOf(entry.value).find(isResourceType);
  if (resource === undefined) return [];
  const body = toJson(resource.value);
  const count = numberOf(childOf(entry.value, 'count'));
  return [
    {
      name: entry.key,
      resourceType: resource.key,
      body: isObject(body) ? body : {},
      ...(count === undefined ? {} : { count }),
      at: keyPosition(entry),
    },
  ];
};

/** Every key of a given but `count` is the name of a resource type. */
export const isResourceType = ({ key }: SourceEntry): boolean => key !== 'count';
