import { plain } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isObject } from '../scim/json.ts';
import { GROUP_URN } from '../scim/urn.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const memberTypes = defineCheck({
  name: 'member-types',
  title: 'The type of a member is the name of a resource type',
  level: 'MAY',
  cites: ['RFC7643-4.2-06'],
  why: 'Clients tell people from groups by it.',
  judge(answer, context) {
    const names = new Set(context.resourceTypes.map(({ name }) => name.toLowerCase()));
    const types = resourcesIn(answer, context)
      .filter(({ model }) => model?.core.id.toLowerCase() === GROUP_URN.toLowerCase())
      .flatMap((group) =>
        asList(valueIn(group, 'members'))
          .map((member) => (isObject(member) ? getIgnoringCase(member, 'type') : undefined))
          .flatMap((type) => (typeof type === 'string' ? [{ type, path: pathIn(group, 'members.type') }] : [])),
      );
    if (types.length === 0) return undefined;
    return types
      .filter(({ type }) => !names.has(type.toLowerCase()))
      .map(({ type, path }) => broken(path, `${path} is ${plain(type, 40)}, which is no resource type`));
  },
});
