import { plain } from '../expect/print.ts';
import { isUnassigned } from '../scim/json.ts';
import { namesSchema } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { isTypePublished } from './published.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const requiredExtension = defineCheck({
  name: 'required-extension',
  title: 'Resources have the extensions that their resource type calls required',
  level: 'SHOULD',
  cites: ['RFC7643-6-11'],
  why: 'The example in the RFC calls the enterprise extension required; a server that copies it says of its own users that they are wrong.',
  judge(answer, context) {
    const due = resourcesIn(answer, context).flatMap((resource) => {
      const { model, projected } = resource;
      if (model === undefined || projected || !isTypePublished(model)) return [];
      return model.type.schemaExtensions.flatMap(({ schema, required }) => (required ? [{ resource, schema }] : []));
    });
    if (due.length === 0) return undefined;
    return due
      .filter(({ resource, schema }) => !namesSchema(resource.value, schema) || isUnassigned(valueIn(resource, schema)))
      .map(({ resource, schema }) => {
        const path = pathIn(resource, 'schemas');
        return broken(path, `${plain(schema)} is required and missing`, { actual: valueIn(resource, 'schemas') });
      });
  },
});
