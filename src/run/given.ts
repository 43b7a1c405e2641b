/** What a case finds on the target before its steps: resources made by plain POSTs. */
import { getIgnoringCase, sameName } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { answered, requestLine } from '../speak/answer.ts';
import { untilHolds } from '../speak/eventually.ts';
import type { Names } from '../speak/place.ts';
import { fill, nestedScope } from '../suite/fill.ts';
import type { Given } from '../suite/model.ts';
import { writeRequest } from '../suite/write.ts';
import type { Exchange } from '../wire/exchange.ts';
import { creationsIn } from './creations.ts';
import { get } from './discovery.ts';
import type { GivenResource, Stage } from './stage.ts';
import { Trouble } from './trouble.ts';

/** How many members of a crowd are made at the same time. */
const CROWD_AT_ONCE = 4;

const modelFor = (given: Given, stage: Stage): ResourceModel => {
  const model = stage.target.models.find(({ type }) => sameName(type.name, given.resourceType));
  if (model) return model;
  const message = `the target has no resource type ${given.resourceType}`;
  throw new Trouble('blocked', { message, at: given.at }, `given ${given.name}`);
};

/** `schemas` as RFC 7643 §3 wants it: the core schema, and each extension that has a value in the body. */
const withSchemas = (body: JsonObject, { core, extensions }: ResourceModel): JsonObject => {
  if (getIgnoringCase(body, 'schemas') !== undefined) return body;
  const used = extensions.filter(({ id }) => getIgnoringCase(body, id) !== undefined);
  return { schemas: [core.id, ...used.map(({ id }) => id)], ...body };
};

const refused = (given: Given, exchange: Exchange, stage: Stage): Trouble =>
  new Trouble(
    'blocked',
    {
      message: `given ${given.name} could not be made: ${requestLine(exchange, stage.baseUrl)} ${answered(exchange)}`,
      at: given.at,
      exchange: exchange.number,
    },
    `given ${given.name}`,
  );

const hasId = (value: Json | undefined): value is JsonObject =>
  isObject(value) && typeof getIgnoringCase(value, 'id') === 'string';

/** Makes one resource and returns it as the target shows it, in the answer or at its Location. */
const makeOne = async (
  given: Given,
  names: Names,
  stage: Stage,
): Promise<{ made: GivenResource; shown: JsonObject }> => {
  const model = modelFor(given, stage);
  const label = `given ${given.name}`;
  const filled = fill(given.body, names);
  const body = withSchemas(isObject(filled) ? filled : {}, model);
  const template = { method: 'POST', path: model.type.endpoint, query: [], headers: [] };
  const request = { ...writeRequest({ ...template, body: {} }, names), body: JSON.stringify(body) };
  const exchange = await stage.send(request, label);
  const status = exchange.response?.status ?? 0;
  const url = creationsIn(exchange, stage.baseUrl).urls[0];
  if (status < 200 || status > 299 || url === undefined) throw refused(given, exchange, stage);
  const made = { url, resourceType: model.type.name };
  if (hasId(exchange.response?.body)) return { made, shown: exchange.response.body };
  const read = await untilHolds(
    () => stage.send(get(url), label),
    ({ response }) => response?.status === 200,
    stage.lagMs,
    stage.signal,
  );
  if (!hasId(read.response?.body)) throw refused(given, read, stage);
  return { made, shown: read.response.body };
};

const makeCrowd = async (given: Given, count: number, names: Names, stage: Stage) => {
  const all: Awaited<ReturnType<typeof makeOne>>[] = [];
  for (let first = 1; first <= count; first += CROWD_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(CROWD_AT_ONCE, count - first + 1) }, (_, index) => first + index);
    const settled = await Promise.allSettled(numbers.map((n) => makeOne(given, nestedScope({ n }, names), stage)));
    for (const result of settled) {
      if (result.status === 'rejected') throw result.reason;
      all.push(result.value);
    }
  }
  return all;
};

/** As the target shows it before the steps; waits for a target that shows its writes late. */
const readBack = async (resource: GivenResource, given: Given, stage: Stage): Promise<GivenResource> => {
  const read = await untilHolds(
    () => stage.send(get(resource.url), `given ${given.name}`),
    ({ response }) => response?.status === 200,
    stage.lagMs,
    stage.signal,
  );
  if (read.response?.status !== 200 || !isObject(read.response.body)) throw refused(given, read, stage);
  return { ...resource, before: read.response.body };
};

/** Which of the given must be read before the steps: those that are compared later, and all where writes show late. */
const mustBeRead = ({ case: { given, steps }, lagMs }: Stage): Given[] => {
  if (lagMs > 0) return [...given];
  const watched = new Set(
    steps.flatMap((step) => (step.kind === 'unchanged' ? step.resources.map(({ name }) => name) : [])),
  );
  return given.filter(({ name }) => watched.has(name));
};

/**
 * Makes the given resources in their order, so that a later one may name an earlier one, and sets their names.
 * @throws Trouble (blocked) when one cannot be made
 */
export const makeGivens = async (stage: Stage, names: Names): Promise<void> => {
  for (const given of stage.case.given) {
    const made =
      given.count === undefined
        ? [await makeOne(given, names, stage)]
        : await makeCrowd(given, given.count, names, stage);
    const shown = made.map((one) => one.shown);
    names.set(given.name, given.count === undefined ? (shown[0] ?? null) : shown);
    stage.givens.set(
      given.name,
      made.map((one) => one.made),
    );
  }
  for (const given of mustBeRead(stage)) {
    const before: GivenResource[] = [];
    for (const made of stage.givens.get(given.name) ?? []) before.push(await readBack(made, given, stage));
    stage.givens.set(given.name, before);
  }
};
