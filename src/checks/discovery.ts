/** The discovery documents an answer carries. */
import { pathBelow } from '../expect/url.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isObject, type JsonObject } from '../scim/json.ts';
import { type Answer, looksLikeList } from './answer.ts';
import type { CheckContext } from './check.ts';

/** By the segment of the path, in lower case: the name of the resource type that is found there. */
const KINDS: Readonly<Record<string, string>> = {
  serviceproviderconfig: 'ServiceProviderConfig',
  resourcetypes: 'ResourceType',
  schemas: 'Schema',
};

export interface Discovered {
  /** `ServiceProviderConfig`, `ResourceType` or `Schema`. */
  readonly kind: string;
  /** Where it was found: `Schemas`. */
  readonly segment: string;
  /** The ListResponse around them, when they came in one. */
  readonly list?: JsonObject;
  readonly documents: readonly JsonObject[];
}

/** Undefined for everything but a successful GET of JSON at a discovery endpoint. */
export function discoveredIn({ method, status, target, url, body }: Answer, context: CheckContext) {
  if (method !== 'GET' || status !== 200 || target.kind !== 'discovery' || !isObject(body)) return undefined;
  const [segment = ''] = (pathBelow(url, context.baseUrl) ?? '').replace(/^\//, '').split(/[/?]/);
  const kind = KINDS[segment.toLowerCase()];
  if (kind === undefined) return undefined;
  const list = looksLikeList(body) ? body : undefined;
  const documents = list === undefined ? [body] : asList(getIgnoringCase(list, 'Resources')).filter(isObject);
  return { kind, segment, documents, ...(list && { list }) } satisfies Discovered;
}
