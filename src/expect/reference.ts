import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { type Mismatch, mismatch } from './mismatch.ts';
import { should } from './phrase.ts';
import { show } from './print.ts';
import type { Reason } from './reason.ts';
import { modelFor } from './subject.ts';
import { pathBelow, placeAt, placeAtPath, urlOf } from './url.ts';

/**
 * RFC 7643 §2.3.7, §3.1: the URL of one resource of this type. Absolute, or relative to the base URL; the host may
 * differ, as it does behind proxies, but the path may not. `../Users/1` is how the RFC's own example writes a manager.
 */
export function leadsTo(typeName: string, what: Mismatch): Reason[] {
  const { models, baseUrl } = what.context;
  const endpoint = modelNamed(typeName, models)?.type.endpoint ?? `/${typeName}s`;
  if (typeof what.actual === 'string' && idBelow(what.actual, baseUrl, endpoint) !== undefined) return [];
  return [mismatch(what, `${should({ op: 'resource', value: typeName })}, below ${urlOf(baseUrl, endpoint)}/`)];
}

/** As leadsTo, and to the same resource as `wanted`: the resource itself, its URL or its id. */
export function leadsToSame(wanted: Json, what: Mismatch): Reason[] {
  const { models, baseUrl } = what.context;
  const actual = typeof what.actual === 'string' ? identityOf(what.actual, baseUrl, models) : undefined;
  const expected = identityOf(wanted, baseUrl, models);
  if (actual?.type !== undefined && actual.id !== undefined && actual.id === expected.id) {
    if (expected.type === undefined || expected.type === actual.type) return [];
  }
  const type = expected.type === undefined ? 'the resource' : `the ${expected.type}`;
  const id = expected.id ?? '';
  return [mismatch({ ...what, expected: id }, `be the URL of ${type} with the id ${show(id)}`)];
}

/** The resource type of this name, in any case. */
export function modelNamed(name: string, models: readonly ResourceModel[]): ResourceModel | undefined {
  return models.find(({ type }) => type.name.toLowerCase() === name.toLowerCase());
}

function idBelow(url: string, baseUrl: string, endpoint: string): string | undefined {
  const path = pathBelow(url.replace(/^\.\.\//, ''), baseUrl);
  const type = { id: '', name: '', description: '', endpoint, schema: '', schemaExtensions: [] };
  const place = path === undefined ? undefined : placeAtPath(path, [type]);
  return place?.more.length === 0 ? place.id : undefined;
}

function identityOf(value: Json, baseUrl: string, models: readonly ResourceModel[]): { type?: string; id?: string } {
  if (isObject(value)) {
    const type = modelFor(value, models)?.type.name;
    const id = getIgnoringCase(value, 'id');
    return { ...(type === undefined ? {} : { type }), ...(typeof id === 'string' ? { id } : {}) };
  }
  if (typeof value !== 'string') return {};
  const place = value.includes('/') ? placeAt(value, baseUrl, models) : undefined;
  if (place === undefined) return { id: value };
  return { type: place.type.name, ...(place.id === undefined || place.more.length > 0 ? {} : { id: place.id }) };
}
