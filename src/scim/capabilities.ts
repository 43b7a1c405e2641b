/** What a ServiceProviderConfig says (RFC 7643 §5), also when it says it in a way of its own. */
import { getIgnoringCase } from './attribute.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** The capabilities with a `supported` of their own. */
export const SWITCHES = ['patch', 'bulk', 'filter', 'sort', 'etag', 'changePassword'] as const;

/** Limits that a service provider publishes with a capability. */
export const LIMITS = [
  { of: 'bulk', name: 'maxOperations' },
  { of: 'bulk', name: 'maxPayloadSize' },
  { of: 'filter', name: 'maxResults' },
] as const;

/** True and false, and the texts that lying documents have in their place. */
export const asBoolean = (value: Json | undefined): boolean | undefined => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  return word === 'true' ? true : word === 'false' ? false : undefined;
};

/** `{supported: true}`, and what lying documents say instead, then shown in `as`: `true`, `{supported: "true"}`. */
export const readSwitch = (stated: Json | undefined): { value: boolean; as?: string } | undefined => {
  const inner = isObject(stated) ? getIgnoringCase(stated, 'supported') : stated;
  const value = asBoolean(inner);
  if (value === undefined) return undefined;
  return isObject(stated) && typeof inner === 'boolean' ? { value } : { value, as: JSON.stringify(stated) };
};

/** Only what the document states, nested: `{patch: {supported: true}, bulk: {supported: true, maxOperations: 100}}`. */
export const statedCapabilities = (config: JsonObject): JsonObject => {
  const stated = new Map<string, [string, Json][]>();
  const add = (group: string, name: string, value: Json): void => {
    stated.set(group, [...(stated.get(group) ?? []), [name, value]]);
  };
  for (const name of SWITCHES) {
    const said = readSwitch(getIgnoringCase(config, name));
    if (said !== undefined) add(name, 'supported', said.value);
  }
  for (const { of, name } of LIMITS) {
    const group = getIgnoringCase(config, of);
    const value = isObject(group) ? getIgnoringCase(group, name) : undefined;
    if (typeof value === 'number') add(of, name, value);
  }
  return Object.fromEntries([...stated].map(([group, members]) => [group, Object.fromEntries(members)]));
};
