/**
 * What a target's own schemas declare beyond what the RFC's have: facts, so that cases know whether they can be judged, and
 * examples, so that they can be written without knowing the names: `${target.own.immutable.path}`.
 */
import { isSchemaPublished } from '../checks/published.ts';
import { findAttribute, getIgnoringCase, sameName } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Attribute, ResourceModel, Schema } from '../scim/schema.ts';
import { MODELS } from '../scim/schemas.ts';
import { GROUP_URN, USER_URN } from '../scim/urn.ts';
import type { Fact } from './facts.ts';

/** A single value of users that a case may write without harm, and where it is declared. */
interface Place {
  readonly attribute: Attribute;
  readonly schema: Schema;
  readonly model: ResourceModel;
}

const ofType = (models: readonly ResourceModel[], urn: string): ResourceModel | undefined =>
  models.find((model) => sameName(model.core.id, urn) && isSchemaPublished(model));

/** The schemas of a type that the target has published itself. */
const publishedIn = (model: ResourceModel): Schema[] => {
  const assumed = new Set(MODELS.flatMap(({ extensions }) => extensions));
  return [model.core, ...model.extensions.filter((extension) => !assumed.has(extension))];
};

const isHarmless = ({ multiValued, required, uniqueness, canonicalValues = [], returned }: Attribute): boolean =>
  !multiValued &&
  !required &&
  uniqueness === 'none' &&
  canonicalValues.length === 0 &&
  (returned === 'default' || returned === 'always');

const firstPlace = (
  models: readonly ResourceModel[],
  { type, mutability }: Pick<Attribute, 'type' | 'mutability'>,
): Place | undefined => {
  const model = ofType(models, USER_URN);
  return model === undefined
    ? undefined
    : publishedIn(model)
        .flatMap((schema) => schema.attributes.map((attribute) => ({ attribute, schema, model })))
        .find(
          ({ attribute }) => attribute.type === type && attribute.mutability === mutability && isHarmless(attribute),
        );
};

/** The part of a user that gives the attribute this value. */
const written = ({ attribute, schema, model }: Place, value: Json): JsonObject => {
  const own = { [attribute.name]: value };
  if (schema === model.core) return { schemas: [model.core.id], ...own };
  return { schemas: [model.core.id, schema.id], [schema.id]: own };
};

const pathOf = ({ attribute, schema, model }: Place): string =>
  schema === model.core ? attribute.name : `${schema.id}:${attribute.name}`;

const immutable = { type: 'string', mutability: 'immutable' } as const;
const integer = { type: 'integer', mutability: 'readWrite' } as const;

const otherType = (models: readonly ResourceModel[]): ResourceModel | undefined =>
  models.find(
    (model) => isSchemaPublished(model) && ![USER_URN, GROUP_URN].some((urn) => sameName(urn, model.core.id)),
  );

/** `{immutable: {path, one, other}, integer: {path, nine, ten}, type: {endpoint, schema, name}}`; what there is not is left out. */
export const ownExamples = (models: readonly ResourceModel[]): JsonObject => {
  const [text, number, other] = [firstPlace(models, immutable), firstPlace(models, integer), otherType(models)];
  return {
    ...(text && { immutable: { path: pathOf(text), one: written(text, 'one'), other: written(text, 'other') } }),
    ...(number && { integer: { path: pathOf(number), nine: written(number, 9), ten: written(number, 10) } }),
    ...(other && { type: { endpoint: other.type.endpoint.slice(1), schema: other.core.id, name: other.type.name } }),
  };
};

/** Each of them yes or no. `config` is the ServiceProviderConfig, if there is one. */
export const ownFacts = (models: readonly ResourceModel[], config: JsonObject): Fact[] => {
  const [user, group] = [ofType(models, USER_URN), ofType(models, GROUP_URN)];
  const part = (name: string): JsonObject => {
    const value = getIgnoringCase(config, name);
    return isObject(value) ? value : {};
  };
  const asynchronous = getIgnoringCase(part('securityEvents'), 'asyncRequest');
  const fromSchemas = (name: string, value: boolean): Fact => ({ name: `schema.${name}`, value, from: 'Schemas' });
  return [
    fromSchemas('immutable', firstPlace(models, immutable) !== undefined),
    fromSchemas('integers', firstPlace(models, integer) !== undefined),
    fromSchemas('certificates', findAttribute(user?.core.attributes, 'x509Certificates') !== undefined),
    fromSchemas('membersOnRequest', findAttribute(group?.core.attributes, 'members')?.returned === 'request'),
    fromSchemas('extensionRequired', user?.type.schemaExtensions.some(({ required }) => required) === true),
    fromSchemas('otherTypes', otherType(models) !== undefined),
    {
      name: 'pagination.indexByDefault',
      value: getIgnoringCase(part('pagination'), 'defaultPaginationMethod') === 'index',
      from: 'ServiceProviderConfig',
    },
    {
      name: 'events.asynchronous',
      value: typeof asynchronous === 'string' && asynchronous.toLowerCase() !== 'none',
      from: 'ServiceProviderConfig',
    },
  ];
};
