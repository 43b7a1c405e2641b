/** What of a resource has no place in a CSV file of people, by names that say what is missing. */
import { getIgnoringCase, sameName } from '../../scim/attribute.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';

type Values = Readonly<Record<string, Json>>;

/** Attributes of which the usual columns hold a part, or all there is. */
const HELD = ['name', 'emails', ENTERPRISE_USER_URN] as const;

/**
 * The values for the columns, and under further names what they do not hold: another e-mail address, an employee number.
 * What a column holds already (`name`, when it is made of the given and the family name) is not among them.
 * @param id what the column of that name holds
 */
export const inColumns = (attributes: Values, id: string): Values => {
  const kept = Object.entries(attributes).filter(
    ([name, value]) => !HELD.some((held) => sameName(held, name)) && !(sameName(name, 'externalId') && value === id),
  );
  return {
    ...Object.fromEntries(kept),
    ...restOfName(attributes),
    ...restOfEmails(attributes),
    ...restOfWork(attributes),
  };
};

const partsOf = (value: Json | undefined, without: readonly string[], prefix = ''): JsonObject =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {})
      .filter(([name, part]) => !without.some((one) => sameName(one, name)) && !isUnassigned(part) && part !== '')
      .map(([name, part]) => [prefix + name, part]),
  );

const restOfName = (attributes: Values): JsonObject => {
  const name = getIgnoringCase(attributes, 'name');
  const { givenName, familyName, displayName } = attributes;
  const formatted = isObject(name) ? getIgnoringCase(name, 'formatted') : undefined;
  const isHeld = formatted === displayName || formatted === [givenName, familyName].filter(Boolean).join(' ');
  return partsOf(name, ['givenName', 'familyName', ...(isHeld ? ['formatted'] : [])], 'name.');
};

const restOfEmails = (attributes: Values): JsonObject => {
  const addresses = asList(getIgnoringCase(attributes, 'emails')).map((one) =>
    isObject(one) ? getIgnoringCase(one, 'value') : one,
  );
  const others = addresses.filter((address) => !isUnassigned(address) && address !== attributes.email);
  return others.length === 0 ? {} : { 'further emails': others.map((address) => address ?? null) };
};

const restOfWork = (attributes: Values): JsonObject =>
  partsOf(getIgnoringCase(attributes, ENTERPRISE_USER_URN), ['department', 'manager']);
