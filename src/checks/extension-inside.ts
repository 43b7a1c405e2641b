import { plain } from '../expect/print.ts';
import { findAttribute } from '../scim/attribute.ts';
import { isUnassigned } from '../scim/json.ts';
import type { ResourceModel, Schema } from '../scim/schema.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { coreIndex, type Memory } from './memory.ts';
import { isTypePublished } from './published.ts';
import { type FoundResource, pathIn, resourcesIn } from './resources.ts';

export const extensionInside = defineCheck({
  name: 'extension-inside',
  title: 'Attributes of an extension stand in the object under its URN',
  level: 'MUST',
  cites: ['RFC7643-3.3-02'],
  why: 'A department that stands among the core attributes, or under its full name, is not found by any client.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context).filter(
      ({ model }) => model !== undefined && model.extensions.length > 0,
    );
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) =>
      resource.model === undefined ? [] : astray(resource, resource.model, context.memory),
    );
  },
});

function astray(
  resource: FoundResource,
  model: ResourceModel,
  memory: Memory | undefined,
): ReturnType<typeof broken>[] {
  const core = coreIndex(model, memory);
  return Object.entries(resource.value).flatMap(([name, value]) => {
    if (isUnassigned(value) || core.has(name.toLowerCase())) return [];
    const flattened = model.extensions.find(({ id }) => name.toLowerCase().startsWith(`${id.toLowerCase()}:`));
    // Whether the target has the extension at all is not known unless it says so.
    const owner = flattened ?? (isTypePublished(model) ? ownerOf(name, model) : undefined);
    if (owner === undefined) return [];
    const message = `${plain(name, 150)} stands outside the object ${owner.id}`;
    return [broken(pathIn(resource, plain(name, 150)), message, { actual: value })];
  });
}

const ownerOf = (name: string, { extensions }: ResourceModel): Schema | undefined =>
  extensions.find(({ attributes }) => findAttribute(attributes, name) !== undefined);
