import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import { plain, show } from './print.ts';

/** What the server itself says about a failure: ` (the server says: uniqueness, "already taken")`; empty when it says nothing. */
export function serverSays(body: Json | undefined): string {
  if (!isObject(body)) return '';
  const said = ['scimType', 'detail'].map((name) => [name, getIgnoringCase(body, name)] as const);
  const words = said.flatMap(([name, text]) =>
    typeof text !== 'string' || text === '' ? [] : [name === 'detail' ? show(text, 200) : plain(text, 40)],
  );
  return words.length === 0 ? '' : ` (the server says: ${words.join(', ')})`;
}
