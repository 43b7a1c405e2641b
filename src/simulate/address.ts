/** Which resource a URL is about. */
import type { Kind } from './believed.ts';

export interface Address {
  readonly kind: Kind;
  /** Absent for the collection. */
  readonly id?: string;
  /** It asks for a part of each resource only. */
  readonly partial: boolean;
}

/** Undefined for everything but collections and resources below the base URL. */
export const addressOf = (url: string, baseUrl: string, kinds: readonly Kind[]): Address | undefined => {
  if (!url.startsWith(baseUrl)) return undefined;
  const [path = '', query = ''] = url.slice(baseUrl.length).split('?');
  const [collection = '', id, ...more] = path.split('/').filter((segment) => segment !== '');
  const kind = kinds.find(({ model }) => model.type.endpoint.toLowerCase() === `/${collection.toLowerCase()}`);
  if (kind === undefined || more.length > 0 || id === '.search') return undefined;
  const partial = /(?:^|&)(?:excludedAttributes|attributes)=/i.test(query);
  return { kind, partial, ...(id !== undefined && { id: decoded(id) }) };
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
