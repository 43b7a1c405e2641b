/**
 * Two servers that keep to profiles: to draft-zollner-scim-interop-profile-01 to the letter, and beyond it to the account
 * levels 1 and 2 of the IPSIE profile as far as requests can show them. Where the first contradicts the RFCs they follow the
 * draft, so that they fail cases about PATCH.
 */
import { findExtension, getIgnoringCase, sameName } from '../../scim/attribute.ts';
import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Attribute, ResourceModel } from '../../scim/schema.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import type { Preset } from './preset.ts';

/** §6.5.1.1, of the body as it came: a remove without a path would be refused as noTarget. */
const checkPaths = (body: Json): void => {
  const operations = isObject(body) ? getIgnoringCase(body, 'Operations') : undefined;
  for (const operation of Array.isArray(operations) ? operations : []) {
    if (isObject(operation) && getIgnoringCase(operation, 'path') === undefined)
      throw refusal(400, 'Every operation needs a path.', 'invalidSyntax');
  }
};

/** §5.3 */
const checkSchemas = (body: Json, model: ResourceModel): void => {
  const schemas = isObject(body) ? getIgnoringCase(body, 'schemas') : undefined;
  for (const urn of Array.isArray(schemas) ? schemas : []) {
    const isKnown =
      typeof urn === 'string' && (sameName(urn, model.core.id) || findExtension(model, urn) !== undefined);
    if (!isKnown) throw refusal(400, 'There is a schema that this resource type does not have.', 'invalidSyntax');
  }
};

/** §5.3 has one keyword for every attribute that there is not, wherever it stands. */
const saying = <Value>(act: () => Value): Value => {
  try {
    return act();
  } catch (problem) {
    if (!(problem instanceof ScimError) || !problem.message.startsWith('There is no attribute')) throw problem;
    throw refusal(400, problem.message, 'invalidSyntax');
  }
};

const strict = (good: Behaviour): Partial<Behaviour> => ({
  serviceProviderConfig: (call): JsonObject => ({
    ...good.serviceProviderConfig(call),
    interopProfileConformant: true,
  }),
  prepare(body, model, call) {
    checkSchemas(body, model);
    return saying(() => good.prepare(body, model, call));
  },
  readPatch(body, model, call) {
    checkPaths(body);
    return good.readPatch(body, model, call);
  },
  applyOperation: (resource, operation, model, call) =>
    saying(() => good.applyOperation(resource, operation, model, call)),
});

/** §5.4: the RFC leaves open what types of roles, entitlements and certificates there are. */
const withTypes = (attribute: Attribute): Attribute =>
  attribute.multiValued
    ? {
        ...attribute,
        ...(attribute.subAttributes && {
          subAttributes: attribute.subAttributes.map((part) =>
            part.name === 'type' && part.canonicalValues === undefined
              ? { ...part, canonicalValues: ['work', 'other'] }
              : part,
          ),
        }),
      }
    : attribute;

const withCores =
  (change: (attributes: readonly Attribute[]) => readonly Attribute[]): NonNullable<Preset['models']> =>
  (models) =>
    models.map((model) => ({ ...model, core: { ...model.core, attributes: change(model.core.attributes) } }));

const typed = withCores((attributes) => attributes.map(withTypes));
const secretless = withCores((attributes) => attributes.filter(({ name }) => name !== 'password'));

export const INTEROP: Preset = {
  name: 'interop',
  title: 'As the SCIM 2.0 Interoperability Profile (a draft) wants it, against the RFCs where it contradicts them',
  links: ['https://datatracker.ietf.org/doc/draft-zollner-scim-interop-profile/01/'],
  variations: ['unknown-attributes-refused', 'complex-replaced-whole'],
  models: typed,
  alter: strict,
};

export const IPSIE: Preset = {
  ...INTEROP,
  name: 'ipsie',
  title: 'As the IPSIE account lifecycle profile (a draft) wants it: the former, with bulk and without passwords',
  links: ['https://github.com/openid/ipsie-scim-al'],
  capabilities: { uniqueGroupNames: true, changePassword: false },
  models: (models) => secretless(typed(models)),
};
