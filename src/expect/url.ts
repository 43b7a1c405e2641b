import type { ResourceModel, ResourceType } from '../scim/schema.ts';

/** The resource a URL names, as far as the target's resource types tell. */
export interface UrlPlace {
  readonly type: ResourceType;
  /** Decoded; absent for the endpoint itself. */
  readonly id?: string;
  /** What follows the id, or the endpoint: `.search`. */
  readonly more: readonly string[];
}

/** The base URL of a run is the same every time. */
let last: { readonly url: string; readonly base: URL | null } = { url: '', base: null };

/**
 * The path of a URL after the base URL's path, without query: `/Users/1`. A relative URL stands below the base URL
 * (RFC 7643 §2.3.7). Scheme and host are not compared. Undefined when the path is not below the base URL's.
 */
export function pathBelow(url: string, baseUrl: string): string | undefined {
  if (baseUrl !== last.url) last = { url: baseUrl, base: URL.parse(baseUrl) };
  const { base } = last;
  if (base === null) return undefined;
  const root = base.pathname.replace(/\/+$/, '');
  const parsed = URL.parse(url, `${base.origin}${root}/`);
  if (parsed === null || (parsed.pathname !== root && !parsed.pathname.startsWith(`${root}/`))) return undefined;
  return parsed.pathname.slice(root.length);
}

/** What stands at a URL below the base URL; undefined when it belongs to no known endpoint. */
export function placeAt(url: string, baseUrl: string, models: readonly ResourceModel[]): UrlPlace | undefined {
  const path = pathBelow(url, baseUrl);
  return path === undefined
    ? undefined
    : placeAtPath(
        path,
        models.map(({ type }) => type),
      );
}

/** As placeAt, for a path below the base URL. */
export function placeAtPath(path: string, types: readonly ResourceType[]): UrlPlace | undefined {
  const segments = segmentsOf(path);
  for (const type of types) {
    const endpoint = segmentsOf(type.endpoint);
    if (endpoint.length === 0 || !endpoint.every((segment, index) => segment === segments[index])) continue;
    const [id, ...more] = segments.slice(endpoint.length);
    if (id === undefined) return { type, more: [] };
    return id.startsWith('.') ? { type, more: [id, ...more] } : { type, id, more };
  }
  return undefined;
}

/** The URL of an endpoint, for sentences. */
export function urlOf(baseUrl: string, endpoint: string): string {
  return `${baseUrl.replace(/[?#].*$/, '').replace(/\/+$/, '')}/${endpoint.replace(/^\/+/, '')}`;
}

function segmentsOf(path: string): string[] {
  return path
    .replace(/^\/|\/$/g, '')
    .split('/')
    .filter((segment, _index, all) => segment !== '' || all.length > 1)
    .map(decoded);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
