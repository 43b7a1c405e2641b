import { plain } from '../expect/print.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { isTypePublished } from './published.ts';
import { pathIn, resourcesIn, valueIn } from './resources.ts';

export const schemasDeclared = defineCheck({
  name: 'schemas-declared',
  title: 'Resources name no schema that their resource type does not declare',
  level: 'MUST',
  cites: ['RFC7643-3-03'],
  why: 'A client cannot look up what a schema means that the service does not publish; often it is one a client sent and the server kept.',
  judge(answer, context) {
    const resources = resourcesIn(answer, context).filter(({ model }) => model !== undefined && isTypePublished(model));
    if (resources.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const declared = new Set(declaredBy(resource.model));
      const schemas = valueIn(resource, 'schemas');
      const path = pathIn(resource, 'schemas');
      return (Array.isArray(schemas) ? schemas : [])
        .filter((urn) => typeof urn === 'string')
        .filter((urn) => !declared.has(urn.toLowerCase()))
        .map((urn) => broken(path, `${path} names ${plain(urn)}, which the resource type does not declare`));
    });
  },
});

const declaredBy = (model: ResourceModel | undefined): string[] =>
  model === undefined
    ? []
    : [model.type.schema, ...model.type.schemaExtensions.map(({ schema }) => schema)].map((urn) => urn.toLowerCase());
