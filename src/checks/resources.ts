/** The resources an answer carries, each with what is known of it. */
import { modelFor } from '../expect/subject.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isObject, type JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { type Answer, isProjected, listOf, looksLikeList } from './answer.ts';
import { attributesOfResource, type FoundAttribute } from './attributes.ts';
import type { CheckContext } from './check.ts';
import { remembered } from './memory.ts';

export interface FoundResource {
  readonly value: JsonObject;
  /** Where it stands: empty, or `Resources` for every element of a list, so that equal defects read equal. */
  readonly path: string;
  readonly model?: ResourceModel;
  /** Some attributes were left out on demand. */
  readonly projected: boolean;
  /** Its attributes that the model defines; none without a model. */
  readonly attributes: () => readonly FoundAttribute[];
}

/** Every resource in a successful answer; discovery resources are not among them, they have rules of their own. */
export function resourcesIn(answer: Answer, context: CheckContext): readonly FoundResource[] {
  return remembered(context.memory?.resources, answer, () => findResources(answer, context));
}

function findResources(answer: Answer, context: CheckContext): readonly FoundResource[] {
  const projected = isProjected(answer);
  const found = (value: JsonObject, path: string) =>
    foundResource(value, path, modelIn(answer, value, context), projected, context);
  const list = listOf(answer);
  if (list !== undefined) {
    const elements = asList(getIgnoringCase(list, 'Resources')).filter(isObject);
    return elements.map((value) => found(value, 'Resources'));
  }
  const single = singleResource(answer);
  return single === undefined ? [] : [found(single, '')];
}

function foundResource(
  value: JsonObject,
  path: string,
  model: ResourceModel | undefined,
  projected: boolean,
  { memory }: CheckContext,
): FoundResource {
  const prefix = path === '' ? '' : `${path}.`;
  let attributes: readonly FoundAttribute[] | undefined;
  return {
    value,
    path,
    projected,
    ...(model === undefined ? {} : { model }),
    attributes() {
      attributes ??= model === undefined ? [] : attributesOfResource(value, model, prefix, memory);
      return attributes;
    },
  };
}

/** The attributes of all resources of an answer, one after the other. */
export const attributesIn = (answer: Answer, context: CheckContext): FoundAttribute[] =>
  resourcesIn(answer, context).flatMap((resource) => resource.attributes());

/** The one resource that the answer to a read or write of one resource carries. */
export function singleResource({ method, status, target, body }: Answer): JsonObject | undefined {
  if (status !== 200 && status !== 201) return undefined;
  if (!isObject(body) || looksLikeList(body)) return undefined;
  const reads = (target.kind === 'resource' || target.kind === 'me') && ['GET', 'PUT', 'PATCH'].includes(method);
  const creates = method === 'POST' && target.kind === 'endpoint';
  return reads || creates ? body : undefined;
}

/** The full path of an attribute of a found resource. */
export const pathIn = ({ path }: FoundResource, attribute: string): string =>
  path === '' ? attribute : `${path}.${attribute}`;

/** The value of a top-level attribute, its name ignoring case. */
export const valueIn = ({ value }: FoundResource, attribute: string): ReturnType<typeof getIgnoringCase> =>
  getIgnoringCase(value, attribute);

function modelIn({ target }: Answer, value: JsonObject, { models }: CheckContext): ResourceModel | undefined {
  const type = 'type' in target ? target.type : undefined;
  return type === undefined ? modelFor(value, models) : models.find((model) => model.type === type);
}
