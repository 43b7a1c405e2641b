import { getIgnoringCase, lookUpCommon, resolve } from '../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type Path, parsePath } from '../scim/path.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { requestObject } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { isSchemaPublished } from './published.ts';
import { resourcesIn } from './resources.ts';

export const readOnlyKept = defineCheck({
  name: 'read-only-kept',
  title: 'An attribute that the schema calls readOnly does not take the value of a PATCH',
  // Either the schema is wrong or the server: which of the two cannot be seen.
  level: 'SHOULD',
  cites: ['RFC7643-7-17', 'RFC7643-7-24', 'RFC7644-3.5.2-18'],
  why: 'Clients that map attributes by the published schemas leave out what they may not write, and the attribute is never provisioned.',
  judge(answer, context) {
    if (answer.method !== 'PATCH' || answer.target.kind !== 'resource') return undefined;
    const [resource] = resourcesIn(answer, context);
    const model = resource?.model;
    if (resource === undefined || model === undefined || !isSchemaPublished(model)) return undefined;
    return writesIn(requestObject(answer))
      .filter(({ path, value }) => isReadOnly(model, path) && valueAt(resource.value, path, model) === value)
      .map(({ text, value }) => broken(text, `${text} is readOnly in the schema and was written`, { actual: value }));
  },
});

interface Write {
  readonly text: string;
  readonly path: Path;
  readonly value: Json;
}

/** The operations that set one plain value at a path without a filter. */
function writesIn(request: JsonObject | undefined): Write[] {
  const operations = asList(request && getIgnoringCase(request, 'Operations')).filter(isObject);
  return operations.flatMap((operation) => {
    const [op, text, value] = ['op', 'path', 'value'].map((name) => getIgnoringCase(operation, name));
    if (typeof op !== 'string' || !/^(?:add|replace)$/i.test(op) || typeof text !== 'string') return [];
    if (value === undefined || value === null || typeof value === 'object') return [];
    const path = read(text);
    return path === undefined || path.valueFilter !== undefined ? [] : [{ text, path, value }];
  });
}

function read(text: string): Path | undefined {
  try {
    return parsePath(text);
  } catch {
    return undefined;
  }
}

/** By a schema of the target: what is common to all resources, such as meta, is readOnly by the RFC itself. */
function isReadOnly(model: ResourceModel, path: Path): boolean {
  const place = resolve(model, path);
  if (place?.kind !== 'attribute' || lookUpCommon(path) !== undefined) return false;
  return place.attribute.mutability === 'readOnly' || place.subAttribute?.mutability === 'readOnly';
}

function valueAt(resource: JsonObject, path: Path, model: ResourceModel): Json | undefined {
  const extension = resolve(model, path)?.extension;
  const container = extension === undefined ? resource : getIgnoringCase(resource, extension.id);
  const value = isObject(container) ? getIgnoringCase(container, path.attribute) : undefined;
  if (path.subAttribute === undefined) return value;
  return isObject(value) ? getIgnoringCase(value, path.subAttribute) : undefined;
}
