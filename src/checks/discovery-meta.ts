import { plain } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { discoveredIn } from './discovery.ts';

export const discoveryMeta = defineCheck({
  name: 'discovery-meta',
  title: 'What a discovery document says of itself in meta is true',
  level: 'SHOULD',
  cites: ['RFC7643-3.1-01', 'RFC7643-8.5-01'],
  why: 'Clients that follow meta.location, or sort documents by meta.resourceType, find nothing.',
  judge(answer, context) {
    const found = discoveredIn(answer, context);
    const documents = (found?.documents ?? []).filter((document) => isObject(getIgnoringCase(document, 'meta')));
    if (found === undefined || documents.length === 0) return undefined;
    return documents.flatMap((document) => falseIn(document, found.kind, found.segment));
  },
});

/** Absent ones are not asked for: only examples have them. */
function falseIn(document: JsonObject, kind: string, segment: string): ReturnType<typeof broken>[] {
  const meta = getIgnoringCase(document, 'meta');
  const [type, location] = ['resourceType', 'location'].map((name) =>
    isObject(meta) ? getIgnoringCase(meta, name) : undefined,
  );
  return [
    ...(typeof type === 'string' && type !== kind
      ? [broken('meta.resourceType', `meta.resourceType of a ${kind} is ${plain(type)}`, { actual: type })]
      : []),
    ...(typeof location === 'string' && !location.toLowerCase().split('/').includes(segment.toLowerCase())
      ? [broken('meta.location', `meta.location of a ${kind} does not lead to ${plain(segment)}`, { actual: location })]
      : []),
  ];
}
