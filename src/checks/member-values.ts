import { someKind } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, isUnassigned, type Json } from '../scim/json.ts';
import { GROUP_URN } from '../scim/urn.ts';
import { isProjected } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

/** A client may send a member that is nobody, and a server that does not require a value may keep it so. */
const saysWho = (member: Json): boolean =>
  !isObject(member) || ['display', '$ref'].some((name) => !isUnassigned(getIgnoringCase(member, name)));

export const memberValues = defineCheck({
  name: 'member-values',
  title: 'Every member of a group has the id of a resource as its value',
  level: 'MUST',
  cites: ['RFC7643-4.2-04'],
  idps: { okta: { features: ['group-membership'], need: 'required' } },
  why: 'A client compares the values with the ids it knows; a number, a name or a URL is nobody, and the member is added again.',
  judge(answer, context) {
    const groups = resourcesIn(answer, context).filter(
      ({ model }) => model?.core.id.toLowerCase() === GROUP_URN.toLowerCase(),
    );
    const lists = groups.flatMap((group) => {
      const members = valueIn(group, 'members');
      return Array.isArray(members) && members.length > 0 ? [{ members, path: pathIn(group, 'members.value') }] : [];
    });
    // Members may be cut down to another sub-attribute on demand.
    if (lists.length === 0 || isProjected(answer)) return undefined;
    return lists.flatMap(({ members, path }) =>
      members.flatMap((member) => {
        const value = isObject(member) ? getIgnoringCase(member, 'value') : undefined;
        if (isUnassigned(value) || value === '') {
          return saysWho(member) ? [broken(path, `${path} is absent`, { actual: member })] : [];
        }
        return typeof value === 'string'
          ? []
          : [broken(path, `${path} is ${someKind(value)} but should be a string`, { actual: member })];
      }),
    );
  },
});
