import { plain } from '../expect/print.ts';
import { isObject, type Json } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn } from './resources.ts';

/** RFC 7643 §2.1; `$ref` is the one exception the RFC itself makes (erratum 8924). */
const NAME = /^(?:[A-Za-z][A-Za-z0-9$_-]*|\$ref)$/;
/** The URI of an extension. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:./;

export const attributeNames = defineCheck({
  name: 'attribute-names',
  title: 'Attributes of a resource have legal names',
  level: 'MUST',
  cites: ['RFC7643-2.1-01'],
  why: 'A server that does not understand a path stores it as a name: the resource grows an attribute "name.familyName" and the family name stays as it was.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context);
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) =>
      illegalIn(resource.value).map((name) =>
        broken(pathIn(resource, plain(name)), `${JSON.stringify(plain(name))} is not a legal attribute name`),
      ),
    );
  },
});

function illegalIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(illegalIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, held]) => [
    ...(NAME.test(name) || URI.test(name) ? [] : [name]),
    ...illegalIn(held),
  ]);
}
