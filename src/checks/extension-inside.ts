import { plain } from '../expect/print.ts';
import { coreAttributes, findAttribute } from '../scim/attribute.ts';
import { isUnassigned } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
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
    return resources.flatMap((resource) => (resource.model === undefined ? [] : astray(resource, resource.model)));
  },
});

function astray(resource: FoundResource, model: ResourceModel): ReturnType<typeof broken>[] {
  const core = coreAttributes(model);
  return Object.entries(resource.value).flatMap(([name, value]) => {
    if (isUnassigned(value) || findAttribute(core, name) !== undefined) return [];
    const flattened = model.extensions.find(({ id }) => name.toLowerCase().startsWith(`${id.toLowerCase()}:`));
    const owner = flattened ?? model.extensions.find(({ attributes }) => findAttribute(attributes, name) !== undefined);
    if (owner === undefined) return [];
    const message = `${plain(name, 150)} stands outside the object ${owner.id}`;
    return [broken(pathIn(resource, plain(name, 150)), message, { actual: value })];
  });
}
