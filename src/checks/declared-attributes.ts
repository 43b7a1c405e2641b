import { plain } from '../expect/print.ts';
import { isUnassigned } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { coreIndex, type Memory, nameIndex } from './memory.ts';
import { isSchemaPublished } from './published.ts';
import { pathIn, resourcesIn } from './resources.ts';

export const declaredAttributes = defineCheck({
  name: 'declared-attributes',
  title: 'Resources have no attributes that the schemas of the server do not declare',
  level: 'SHOULD',
  cites: ['RFC7643-7-17'],
  why: 'Clients that map attributes by the published schemas never see them; often they are a path or a misspelt name that was stored as it came.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context).filter(
      ({ model }) => model !== undefined && isSchemaPublished(model),
    );
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const { model, value } = resource;
      return Object.keys(value)
        .filter((name) => !name.includes(':') && !isUnassigned(value[name]))
        .filter((name) => model !== undefined && !isDeclared(name, model, context.memory))
        .map((name) => {
          const message = `${plain(name)} is in no schema of the server`;
          return broken(pathIn(resource, plain(name)), message, { actual: value[name] });
        });
    });
  },
});

/** Attributes of an extension in the wrong place have a check of their own. */
const isDeclared = (name: string, model: ResourceModel, memory: Memory | undefined): boolean =>
  [coreIndex(model, memory), ...model.extensions.map(({ attributes }) => nameIndex(attributes, memory))].some((index) =>
    index.has(name.toLowerCase()),
  );
