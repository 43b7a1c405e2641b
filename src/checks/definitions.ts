import { plain } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isObject, isUnassigned, type JsonObject } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { discoveredIn } from './discovery.ts';

export const definitions = defineCheck({
  name: 'definitions',
  title: 'Attribute definitions make sense in themselves: names once, parts where there are parts, lists as lists',
  level: 'SHOULD',
  cites: ['RFC7643-2.1-02', 'RFC7643-7-11', 'RFC7643-7-12', 'RFC7643-7-13'],
  why: 'Clients build their forms and mappings from the definitions, and stop at the first that they cannot read.',
  judge(answer, context) {
    const found = discoveredIn(answer, context);
    if (found?.kind !== 'Schema') return undefined;
    return found.documents.flatMap((schema) => nonsenseIn(schema, 'attributes', String(getIgnoringCase(schema, 'id'))));
  },
});

function nonsenseIn(holder: JsonObject, key: string, where: string): ReturnType<typeof broken>[] {
  const attributes = asList(getIgnoringCase(holder, key)).filter(isObject);
  const names = attributes.map((attribute) => String(getIgnoringCase(attribute, 'name')));
  const byName = Map.groupBy(names, (name) => name.toLowerCase());
  return [
    ...[...byName.values()]
      .filter((same) => same.length > 1)
      .map(([name = '']) => broken(key, `${plain(where)} defines ${plain(name)} twice`)),
    ...attributes.flatMap((attribute) => oddIn(attribute, `${where}:${String(getIgnoringCase(attribute, 'name'))}`)),
  ];
}

function oddIn(attribute: JsonObject, where: string): ReturnType<typeof broken>[] {
  const isComplex = getIgnoringCase(attribute, 'type') === 'complex';
  const parts = getIgnoringCase(attribute, 'subAttributes');
  const references = getIgnoringCase(attribute, 'referenceTypes');
  const say = (what: string) => broken('attributes', `${plain(where)} ${what}`, { actual: attribute });
  return [
    ...(isComplex && isUnassigned(parts) ? [say('is complex and has no subAttributes')] : []),
    ...(!isComplex && !isUnassigned(parts) ? [say('is not complex and has subAttributes')] : []),
    ...(isUnassigned(references) || isListOfTexts(references)
      ? []
      : [say('has referenceTypes that are no list of texts')]),
    ...nonsenseIn(attribute, 'subAttributes', where),
  ];
}

const isListOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((element) => typeof element === 'string');
