import { getIgnoringCase, resolve } from '../scim/attribute.ts';
import { complex } from '../scim/define.ts';
import type { AttributePath } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { locate } from '../scim/locate.ts';
import type { Locator } from '../scim/path.ts';
import type { Attribute, ResourceModel, ResourceType } from '../scim/schema.ts';

/** The resource type a resource belongs to: by its `schemas`, else by `meta.resourceType`, else by the URL it was asked at, which is only looked at then. */
export function modelFor(
  resource: Json | undefined,
  models: readonly ResourceModel[],
  endpoint?: () => ResourceType | undefined,
): ResourceModel | undefined {
  if (!isObject(resource)) return undefined;
  const schemas = urns(resource);
  const bySchemas = models.filter(({ core }) => schemas.has(core.id.toLowerCase()));
  if (bySchemas.length === 1) return bySchemas[0];
  const meta = getIgnoringCase(resource, 'meta');
  const name = isObject(meta) ? getIgnoringCase(meta, 'resourceType') : undefined;
  const byName = models.find(({ type }) => typeof name === 'string' && type.name.toLowerCase() === name.toLowerCase());
  const other = byName ?? bySchemas[0];
  if (other !== undefined || endpoint === undefined) return other;
  const asked = endpoint();
  return models.find(({ type }) => type.name === asked?.name);
}

/**
 * What the models say about the attribute a locator leads to. Looks into the `Resources` of a list and the
 * `Operations[…].response` of a bulk response; for messages' own attributes there is no definition.
 */
export function attributeAt(
  body: Json | undefined,
  locator: Locator,
  models: readonly ResourceModel[],
  endpoint?: () => ResourceType | undefined,
): { readonly attribute?: Attribute; readonly model?: ResourceModel } {
  const { resource, rest } = innermost(body, locator);
  const model = modelFor(resource, models, endpoint);
  const [first, second] = rest.segments;
  if (model === undefined || first === undefined) return model === undefined ? {} : { model };
  const attribute = definitionOf(model, {
    ...(rest.urn === undefined ? {} : { urn: rest.urn }),
    attribute: first.name,
    ...(second === undefined ? {} : { subAttribute: second.name }),
  });
  return attribute === undefined ? { model } : { attribute, model };
}

/** A whole extension is described like a complex attribute. */
function definitionOf(model: ResourceModel, path: AttributePath): Attribute | undefined {
  const found = resolve(model, path);
  if (found?.kind === 'attribute') return found.subAttribute ?? found.attribute;
  return found && complex(found.extension.id, found.extension.description, found.extension.attributes);
}

/** Follows a locator out of a ListResponse or BulkResponse into the (first) resource it goes through. */
function innermost(body: Json | undefined, locator: Locator): { resource: Json | undefined; rest: Locator } {
  const names = locator.segments.map(({ name }) => name.toLowerCase());
  const depth = names[0] === 'resources' ? 1 : names[0] === 'operations' && names[1] === 'response' ? 2 : 0;
  if (depth === 0 || body === undefined) return { resource: body, rest: locator };
  const wrapper = { segments: locator.segments.slice(0, depth) };
  const found = locate(body, wrapper).values.flat().find(isObject);
  return { resource: found, rest: { ...locator, segments: locator.segments.slice(depth) } };
}

function urns(resource: JsonObject): Set<string> {
  const schemas = getIgnoringCase(resource, 'schemas');
  const list = Array.isArray(schemas) ? schemas : [schemas];
  return new Set(list.filter((urn) => typeof urn === 'string').map((urn) => urn.toLowerCase()));
}
