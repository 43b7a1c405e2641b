/** Looking attributes up: names ignore case everywhere (RFC 7643 §2.1). */
import { COMMON_ATTRIBUTES } from './common-attributes.ts';
import type { AttributePath } from './filter.ts';
import type { Json, JsonObject } from './json.ts';
import type { Attribute, ResourceModel, Schema } from './schema.ts';

export const sameName = (one: string, other: string): boolean =>
  one === other || one.toLowerCase() === other.toLowerCase();

/** The key of `object` that is `name` but for case; the exactly equal one when several are. */
export const keyIgnoringCase = (object: JsonObject, name: string): string | undefined =>
  Object.hasOwn(object, name) ? name : Object.keys(object).find((key) => sameName(key, name));

export const getIgnoringCase = (object: JsonObject, name: string): Json | undefined => {
  const key = keyIgnoringCase(object, name);
  return key === undefined ? undefined : object[key];
};

/** The groups of keys of `object` (not of objects within it) that are one name written in different cases. */
export const ambiguousKeys = (object: JsonObject): string[][] => {
  const keys = Object.keys(object);
  if (new Set(keys.map((key) => key.toLowerCase())).size === keys.length) return [];
  const groups = Map.groupBy(keys, (key) => key.toLowerCase());
  return [...groups.values()].filter((keys) => keys.length > 1);
};

export const findAttribute = (attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined =>
  attributes?.find((attribute) => sameName(attribute.name, name));

/** What a path stands for in a resource. */
export type Place =
  | {
      readonly kind: 'attribute';
      readonly attribute: Attribute;
      readonly subAttribute?: Attribute;
      /** The extension in whose object the attribute lies. */
      readonly extension?: Schema;
    }
  | { readonly kind: 'extension'; readonly extension: Schema };

/** By the list of attributes that a core schema has: models are made anew now and then, around the same schemas. */
const cores = new WeakMap<readonly Attribute[], readonly Attribute[]>();

/** The common attributes, then those of the core schema that do not define a common one again. */
export const coreAttributes = ({ core: { attributes } }: ResourceModel): readonly Attribute[] => {
  const known = cores.get(attributes);
  if (known !== undefined) return known;
  const own = attributes.filter(({ name }) => findAttribute(COMMON_ATTRIBUTES, name) === undefined);
  const all = [...COMMON_ATTRIBUTES, ...own];
  cores.set(attributes, all);
  return all;
};

export const findExtension = (model: ResourceModel, urn: string): Schema | undefined =>
  model.extensions.find(({ id }) => sameName(id, urn));

/**
 * Finds what `path` stands for; undefined when the model has no such attribute. A bare extension URN is the extension.
 * Without a URN an attribute is looked for in the core schema and then in the extensions, where it must be unambiguous:
 * RFC 7644 §3.10 only asks clients to qualify extension attributes, and Entra does not always.
 */
export const resolve = (model: ResourceModel, path: AttributePath): Place | undefined => {
  if (path.urn === undefined) return placeIn(model, undefined, path) ?? placeInAnyExtension(model, path);
  const container = findExtension(model, path.urn);
  if (container !== undefined) return placeIn(model, container, path);
  if (sameName(path.urn, model.core.id)) return placeIn(model, undefined, path);
  const bare = path.subAttribute === undefined ? findExtension(model, `${path.urn}:${path.attribute}`) : undefined;
  return bare && { kind: 'extension', extension: bare };
};

const placeIn = (model: ResourceModel, extension: Schema | undefined, path: AttributePath): Place | undefined => {
  const attribute = findAttribute(extension?.attributes ?? coreAttributes(model), path.attribute);
  if (attribute === undefined) return undefined;
  const place = { kind: 'attribute', attribute, ...(extension && { extension }) } as const;
  if (path.subAttribute === undefined) return place;
  const subAttribute = findAttribute(attribute.subAttributes, path.subAttribute);
  return subAttribute && { ...place, subAttribute };
};

const placeInAnyExtension = (model: ResourceModel, path: AttributePath): Place | undefined => {
  const places = model.extensions.flatMap((extension) => placeIn(model, extension, path) ?? []);
  return places.length === 1 ? places[0] : undefined;
};

/** The definition of the attribute or sub-attribute at `path`; undefined for unknown ones and for a whole extension. */
export const lookUp = (model: ResourceModel, path: AttributePath): Attribute | undefined => {
  const place = resolve(model, path);
  return place?.kind === 'attribute' ? (place.subAttribute ?? place.attribute) : undefined;
};

/** Like `lookUp` where the resource type is not known: only the common attributes are. */
export const lookUpCommon = (path: AttributePath): Attribute | undefined => {
  const attribute = findAttribute(COMMON_ATTRIBUTES, path.attribute);
  return path.subAttribute === undefined ? attribute : findAttribute(attribute?.subAttributes, path.subAttribute);
};

/** Every top-level attribute of the model; those of extensions with the extension they belong to. */
export const attributesOf = (
  model: ResourceModel,
): readonly { readonly attribute: Attribute; readonly extension?: Schema }[] => [
  ...coreAttributes(model).map((attribute) => ({ attribute })),
  ...model.extensions.flatMap((extension) => extension.attributes.map((attribute) => ({ attribute, extension }))),
];

/** The definition that comparisons with a bare complex attribute use: that of its `value` (RFC 7643 §2.4). */
export const comparedAttribute = (attribute: Attribute | undefined): Attribute | undefined =>
  attribute?.type === 'complex' ? findAttribute(attribute.subAttributes, 'value') : attribute;
