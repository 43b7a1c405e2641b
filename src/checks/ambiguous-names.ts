import { plain } from '../expect/print.ts';
import { ambiguousKeys } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const ambiguousNames = defineCheck({
  name: 'ambiguous-names',
  title: 'No object has two names that differ only in case',
  level: 'MUST',
  cites: ['RFC7644-3.10-06', 'RFC7643-2.1-03'],
  why: 'A server that stores DISPLAYNAME beside displayName has two values for one attribute, and shows the old one for ever.',
  judge({ body }) {
    if (body === undefined) return undefined;
    return ambiguousIn(body, '');
  },
});

/** Nearly nothing has, and nothing has to be said of its places. */
function hasAmbiguous(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasAmbiguous);
  return isObject(value) && (ambiguousKeys(value).length > 0 || Object.values(value).some(hasAmbiguous));
}

function ambiguousIn(value: Json, path: string): ReturnType<typeof broken>[] {
  if (typeof value !== 'object' || !hasAmbiguous(value)) return [];
  if (Array.isArray(value)) return value.flatMap((element) => ambiguousIn(element, path));
  if (!isObject(value)) return [];
  const inside = (name: string): string => (path === '' ? plain(name) : `${path}.${plain(name)}`);
  return [
    ...ambiguousKeys(value).map(([first = '', ...others]) =>
      broken(inside(first), `${[first, ...others].map((name) => plain(name)).join(' and ')} stand side by side`),
    ),
    ...Object.entries(value).flatMap(([name, held]) => ambiguousIn(held, inside(name))),
  ];
}
