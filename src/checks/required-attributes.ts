import { getIgnoringCase } from '../scim/attribute.ts';
import { isUnassigned } from '../scim/json.ts';
import type { Attribute } from '../scim/schema.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { isSchemaPublished } from './published.ts';
import { pathIn, resourcesIn } from './resources.ts';

export const requiredAttributes = defineCheck({
  name: 'required-attributes',
  title: 'Resources have the attributes that the schemas of the server call required',
  // Either the schema is wrong or the server: which of the two cannot be seen.
  level: 'SHOULD',
  cites: ['RFC7643-7-17', 'RFC7643-7-27'],
  why: 'Clients that believe the schema make something up for what is not needed, or refuse to send who lacks it.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context).filter(
      ({ model, projected }) => !projected && model !== undefined && isSchemaPublished(model),
    );
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) =>
      (resource.model?.core.attributes ?? [])
        .filter((attribute) => isExpected(attribute) && isUnassigned(getIgnoringCase(resource.value, attribute.name)))
        .map(({ name }) => {
          const path = pathIn(resource, name);
          return broken(path, `${path} is required in the schema and has no value`);
        }),
    );
  },
});

/** A user name that is missing has a check of its own. */
const isExpected = ({ name, required, returned, mutability }: Attribute): boolean =>
  required && name !== 'userName' && mutability !== 'writeOnly' && (returned === 'always' || returned === 'default');
