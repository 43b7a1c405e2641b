import { plain } from '../expect/print.ts';
import { namesSchema } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const extensionListed = defineCheck({
  name: 'extension-listed',
  title: 'A resource with attributes of an extension names the extension in its schemas',
  level: 'SHOULD',
  cites: ['RFC7643-3.3-03'],
  why: 'Clients that read schemas first do not look for an extension that is not named there.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context)
      .filter((resource) => Array.isArray(valueIn(resource, 'schemas')))
      .map((resource) => ({ resource, containers: containersIn(resource.value) }))
      .filter(({ containers }) => containers.length > 0);
    if (resources.length === 0) return undefined;
    return resources.flatMap(({ resource, containers }) =>
      containers
        .filter((urn) => !namesSchema(resource.value, urn))
        .map((urn) =>
          broken(
            pathIn(resource, 'schemas'),
            `${pathIn(resource, 'schemas')} does not name ${plain(urn)}, whose attributes are there`,
          ),
        ),
    );
  },
});

/** The URNs of extensions with something in them. */
const containersIn = (resource: { [name: string]: unknown }): string[] =>
  Object.entries(resource)
    .filter(([name, value]) => /^urn:/i.test(name) && isFilled(value))
    .map(([name]) => name);

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
