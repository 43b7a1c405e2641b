import { getIgnoringCase, lookUpCommon, resolve } from '../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type Path, parsePath } from '../scim/path.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { type Answer, requestObject } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { isSchemaPublished } from './published.ts';
import { resourcesIn } from './resources.ts';

/** Shorter words may stand in a resource by chance. */
const TELLING = 4;

export const readOnlyKept = defineCheck({
  name: 'read-only-kept',
  title: 'An attribute that the schema calls readOnly does not take the value of a create or a PATCH',
  // Either the schema is wrong or the server: which of the two cannot be seen.
  level: 'SHOULD',
  cites: ['RFC7643-7-17', 'RFC7643-7-24', 'RFC7644-3.5.2-18'],
  why: 'Clients that map attributes by the published schemas leave out what they may not write, and the attribute is never provisioned.',
  judge(answer, context) {
    const creates = answer.method === 'POST' && answer.target.kind === 'endpoint';
    if (!creates && (answer.method !== 'PATCH' || answer.target.kind !== 'resource')) return undefined;
    const [resource] = resourcesIn(answer, context);
    const model = resource?.model;
    if (resource === undefined || model === undefined || !isSchemaPublished(model)) return undefined;
    if (creates) return takenIn(answer, resource.value, model);
    return writesIn(requestObject(answer))
      .filter(({ path, value }) => isReadOnly(model, path) && valueAt(resource.value, path, model) === value)
      .map(({ text, value }) => broken(text, `${text} is readOnly in the schema and was written`, { actual: value }));
  },
});

/** The readOnly attributes of a new resource that show a text which only the request can have given them. */
function takenIn(answer: Answer, resource: JsonObject, model: ResourceModel): ReturnType<typeof broken>[] {
  const sent = requestObject(answer);
  if (sent === undefined) return [];
  return readOnlyNames(model).flatMap(([name, part]) => {
    const shown = textsAt(resource, name, part);
    const taken = textsAt(sent, name, part).find(
      (text) => shown.includes(text) && isOwn(text, answer.requestBody ?? ''),
    );
    const path = part === undefined ? name : `${name}.${part}`;
    return taken === undefined
      ? []
      : [broken(path, `${path} is readOnly in the schema and was written`, { actual: taken })];
  });
}

const readOnlyNames = ({ core }: ResourceModel): (readonly [name: string, part?: string])[] =>
  core.attributes
    .filter(({ name }) => lookUpCommon({ attribute: name }) === undefined)
    .flatMap(({ name, mutability, subAttributes = [] }): (readonly [string, string?])[] =>
      mutability === 'readOnly'
        ? [[name]]
        : subAttributes.filter((part) => part.mutability === 'readOnly').map((part) => [name, part.name]),
    );

function textsAt(resource: JsonObject, name: string, part?: string): string[] {
  const elements = asList(getIgnoringCase(resource, name));
  const values =
    part === undefined ? elements : elements.map((one) => (isObject(one) ? getIgnoringCase(one, part) : null));
  return values.flatMap((value) => (isObject(value) ? Object.values(value) : [value])).filter(isText);
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Texts that the server could have put together from the rest of the request prove nothing. */
function isOwn(text: string, request: string): boolean {
  const rest = request.replace(JSON.stringify(text), '""');
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.length >= TELLING && !rest.includes(word));
}

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
