/** Which attributes a response shows, RFC 7644 §3.9. */
import { coreAttributes, findAttribute, findExtension, type Place, resolve } from './attribute.ts';
import { parseAttributePath } from './attribute-path.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import type { Attribute, ResourceModel, Schema } from './schema.ts';
import { SyntaxProblem } from './syntax.ts';

export interface Projection {
  /** Names as RFC 7644 §3.10 writes them; a bare extension URN is the whole extension. Empty is the same as absent. */
  readonly attributes?: readonly string[];
  /** Passed over when `attributes` is given: the two exclude each other. */
  readonly excludedAttributes?: readonly string[];
}

/** The part of one resource that a response shows; see `projector`. */
export const project = (resource: JsonObject, model: ResourceModel, projection: Projection): JsonObject =>
  projector(model, projection)(resource);

/**
 * Cuts resources down to what a response shows. `returned` decides: always and never in any case; with `attributes`
 * nothing else but what is named; else default ones unless excluded. Naming a sub-attribute names this part of its
 * attribute. Names that mean nothing are passed over; members that no schema defines are treated as `default`;
 * attributes without a value, and complex ones of which nothing is left, are left out.
 */
export const projector = (model: ResourceModel, projection: Projection): ((resource: JsonObject) => JsonObject) => {
  const selection = selectionOf(projection, model);
  const core = coreAttributes(model);
  const cut = (attribute: Attribute | undefined, value: Json, extension?: Schema): Json | undefined => {
    const shows = partsShown(attribute, extension, selection);
    return shows && cutValue(value, attribute, shows);
  };
  return (resource) =>
    mapMembers(resource, (name, value) => {
      const extension = findExtension(model, name);
      if (extension === undefined) return cut(findAttribute(core, name), value);
      if (!isObject(value)) return undefined;
      const { attributes } = extension;
      return filled(mapMembers(value, (key, part) => cut(findAttribute(attributes, key), part, extension)));
    });
};

interface Selection {
  readonly kind: 'all' | 'only' | 'without';
  readonly places: readonly Place[];
}

const selectionOf = ({ attributes = [], excludedAttributes = [] }: Projection, model: ResourceModel): Selection => {
  if (attributes.length > 0) return { kind: 'only', places: placesOf(attributes, model) };
  if (excludedAttributes.length > 0) return { kind: 'without', places: placesOf(excludedAttributes, model) };
  return { kind: 'all', places: [] };
};

const placesOf = (names: readonly string[], model: ResourceModel): readonly Place[] =>
  names.flatMap((name) => {
    try {
      return resolve(model, parseAttributePath(name.trim())) ?? [];
    } catch (problem) {
      if (problem instanceof SyntaxProblem) return [];
      throw problem;
    }
  });

/** Says of a sub-attribute whether it is shown; undefined stands for one that no schema defines. */
type ShowsPart = (part: Attribute | undefined) => boolean;

const byDefault: ShowsPart = (part) => part === undefined || part.returned === 'always' || part.returned === 'default';

/** Which parts of an attribute are shown; undefined when the attribute is not shown at all. */
const partsShown = (
  attribute: Attribute | undefined,
  extension: Schema | undefined,
  { kind, places }: Selection,
): ShowsPart | undefined => {
  const returned = attribute?.returned ?? 'default';
  if (returned === 'never') return undefined;
  if (kind === 'all') return returned === 'request' ? undefined : byDefault;
  const here = places.filter((place) => isAt(place, attribute, extension));
  const whole = here.some((place) => place.kind === 'extension' || place.subAttribute === undefined);
  const isNamed: ShowsPart = (part) =>
    here.some((place) => part !== undefined && place.kind === 'attribute' && place.subAttribute === part);
  if (kind === 'without') {
    if (returned === 'request' || (whole && returned !== 'always')) return undefined;
    return (part) => part?.returned === 'always' || (byDefault(part) && !isNamed(part));
  }
  const can: ShowsPart = (part) => part?.returned !== 'never' && isNamed(part);
  if (whole || returned === 'always') return (part) => byDefault(part) || can(part);
  return here.length === 0 ? undefined : (part) => part?.returned === 'always' || can(part);
};

/** A place that is the attribute, a part of it, or the extension it belongs to. */
const isAt = (place: Place, attribute: Attribute | undefined, extension: Schema | undefined): boolean =>
  place.extension === extension && (place.kind === 'extension' || place.attribute === attribute);

const cutValue = (value: Json, attribute: Attribute | undefined, shows: ShowsPart): Json | undefined => {
  if (Array.isArray(value)) return value.flatMap((element) => cutValue(element, attribute, shows) ?? []);
  if (!isObject(value)) return value;
  return filled(
    mapMembers(value, (name, part) => {
      const definition = findAttribute(attribute?.subAttributes, name);
      return shows(definition) ? part : undefined;
    }),
  );
};

const filled = (object: JsonObject): JsonObject | undefined => (Object.keys(object).length === 0 ? undefined : object);

const mapMembers = (object: JsonObject, change: (name: string, value: Json) => Json | undefined): JsonObject => {
  const kept: [string, Json][] = [];
  for (const [name, value] of Object.entries(object)) {
    const changed = change(name, value);
    if (!isUnassigned(changed)) kept.push([name, changed]);
  }
  return Object.fromEntries(kept);
};
