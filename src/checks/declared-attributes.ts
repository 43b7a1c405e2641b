import { plain } from '../expect/print.ts';
import { attributesOf, findAttribute } from '../scim/attribute.ts';
import { isUnassigned } from '../scim/json.ts';
import { MODELS } from '../scim/schemas.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { pathIn, resourcesIn } from './resources.ts';

export const declaredAttributes = defineCheck({
  name: 'declared-attributes',
  title: 'Resources have no attributes that the schemas of the server do not declare',
  level: 'SHOULD',
  cites: ['RFC7643-7-17'],
  why: 'Clients that map attributes by the published schemas never see them; often they are a path or a misspelt name that was stored as it came.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context).filter(({ model }) => model !== undefined && !isAssumed(model.core));
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const { model, value } = resource;
      // Attributes of an extension in the wrong place have a check of their own.
      const declared = model === undefined ? [] : attributesOf(model).map(({ attribute }) => attribute);
      return Object.keys(value)
        .filter(
          (name) => !name.includes(':') && !isUnassigned(value[name]) && findAttribute(declared, name) === undefined,
        )
        .map((name) =>
          broken(pathIn(resource, plain(name)), `${plain(name)} is in no schema of the server`, {
            actual: value[name],
          }),
        );
    });
  },
});

/** A schema that the target did not publish: what it leaves out of ours says nothing. */
const isAssumed = (core: object): boolean => MODELS.some((model) => model.core === core);
