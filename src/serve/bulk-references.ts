/** `bulkId:…` references (RFC 7644 §3.7.2): finding them and putting ids in their place. */
import { isObject, type Json } from '../scim/json.ts';
import type { Call } from './behaviour.ts';
import { refusal } from './errors.ts';

/** A whole value `bulkId:alice`, or the end of a URL, `…/Users/bulkId:alice`. */
const WHOLE = /^(.*\/)?bulkId:([^/"\s]+)$/;
/** In a PATCH path: `members[value eq "bulkId:alice"]`. */
const QUOTED = /"bulkId:([^"]+)"/g;

/** The bulkIds that an operation's path and data refer to. */
export const referencesIn = (json: Json | undefined): ReadonlySet<string> => {
  const found = new Set<string>();
  replaceReferences(json ?? null, (bulkId) => {
    found.add(bulkId);
    return '';
  });
  return found;
};

const replaceReferences = (json: Json, replacement: (bulkId: string) => string, key?: string): Json => {
  if (typeof json === 'string') {
    const quoted =
      key?.toLowerCase() === 'path' ? json.replace(QUOTED, (_, id: string) => `"${replacement(id)}"`) : json;
    return quoted.replace(WHOLE, (_, before: string | undefined, id: string) => `${before ?? ''}${replacement(id)}`);
  }
  if (Array.isArray(json)) {
    return json.map((item) => replaceReferences(item, replacement, key));
  }
  return isObject(json)
    ? Object.fromEntries(
        Object.entries(json).map(([name, value]) => [name, replaceReferences(value, replacement, name)]),
      )
    : json;
};

/** Throws 400 invalidValue for a bulkId that no POST of the request has. */
export const resolveBulkIds = (data: Json, ids: ReadonlyMap<string, string>, _call: Call): Json =>
  replaceReferences(data, (bulkId) => {
    const id = ids.get(bulkId);
    if (id === undefined) {
      throw refusal(400, `No POST operation of this request has the bulkId ${bulkId}.`, 'invalidValue');
    }
    return id;
  });
