import { plain } from '../expect/print.ts';
import { MODELS } from '../scim/schemas.ts';
import { broken } from './broken.ts';
import { type CheckContext, defineCheck } from './check.ts';
import { isSchemaPublished } from './published.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const schemasPublished = defineCheck({
  name: 'schemas-published',
  title: 'Every schema that resources name is among the schemas that the server publishes',
  level: 'SHOULD',
  cites: ['RFC7643-7-16'],
  why: 'A client looks up what it finds in a resource, and is told that there is no such thing.',
  judge(answer, context) {
    const published = publishedIn(context);
    if (published.size === 0) return undefined;
    const named = resourcesIn(answer, context).flatMap((resource) => {
      const schemas = valueIn(resource, 'schemas');
      return (Array.isArray(schemas) ? schemas : [])
        .filter((urn) => typeof urn === 'string')
        .map((urn) => ({ urn, path: pathIn(resource, 'schemas') }));
    });
    if (named.length === 0) return undefined;
    return named
      .filter(({ urn }) => !published.has(urn.toLowerCase()))
      .map(({ urn, path }) => broken(path, `${path} names ${plain(urn)}, which Schemas does not have`));
  },
});

/** In lower case; none when the target publishes no schemas at all. */
function publishedIn({ models }: CheckContext): Set<string> {
  if (!models.some(isSchemaPublished)) return new Set();
  const assumed = new Set(MODELS.flatMap(({ core, extensions }) => [core, ...extensions]));
  const all = models.flatMap(({ core, extensions }) => [core, ...extensions]);
  return new Set(all.filter((schema) => !assumed.has(schema)).map(({ id }) => id.toLowerCase()));
}
