import { plain } from '../expect/print.ts';
import { findExtension, getIgnoringCase } from '../scim/attribute.ts';
import { asList, isObject, isUnassigned } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { coreIndex, type Memory, nameIndex } from './memory.ts';
import { isSchemaPublished, isTypePublished } from './published.ts';
import { type FoundResource, pathIn, resourcesIn } from './resources.ts';

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
      const undeclared = Object.keys(value)
        .filter((name) => !isUnassigned(value[name]))
        .filter((name) => model !== undefined && !isDeclared(name, model, context.memory))
        .map((name) => {
          const message = `${plain(name)} is in no schema of the server`;
          return broken(pathIn(resource, plain(name)), message, { actual: value[name] });
        });
      return [...undeclared, ...undeclaredParts(resource, context.memory)];
    });
  },
});

/** RFC 7643 §2.4: what a value of any multi-valued attribute may have, whether its definition says so or not. */
const USUAL: readonly string[] = ['value', 'display', 'type', 'primary', '$ref'];

/** Sub-attributes that the definition of their attribute does not list, and attributes that their extension does not. */
function undeclaredParts({ value: resource, path, model, attributes }: FoundResource, memory: Memory | undefined) {
  const prefix = path === '' ? '' : `${path}.`;
  const complex = attributes().flatMap(({ attribute, value, path: place }) =>
    attribute.subAttributes === undefined
      ? []
      : asList(value).map((element) => [attribute.subAttributes ?? [], element, `${place}.`] as const),
  );
  const extended = (model?.extensions ?? []).flatMap(({ id, attributes: defined }) => {
    const value = getIgnoringCase(resource, id);
    return value === undefined ? [] : [[defined, value, `${prefix}${id}:`] as const];
  });
  return [...complex, ...extended].flatMap(([defined, holder, before]) =>
    (isObject(holder) ? Object.keys(holder) : [])
      .filter((name) => isObject(holder) && !isUnassigned(holder[name]))
      .filter((name) => !USUAL.includes(name.toLowerCase()) && !nameIndex(defined, memory).has(name.toLowerCase()))
      .map((name) => broken(`${before}${plain(name)}`, `${before}${plain(name)} is in no schema of the server`)),
  );
}

/** Attributes of an extension in the wrong place have a check of their own. */
const isDeclared = (name: string, model: ResourceModel, memory: Memory | undefined): boolean =>
  (name.includes(':') && (!isTypePublished(model) || findExtension(model, name) !== undefined)) ||
  [coreIndex(model, memory), ...model.extensions.map(({ attributes }) => nameIndex(attributes, memory))].some((index) =>
    index.has(name.toLowerCase()),
  );
