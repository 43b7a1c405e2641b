/** References to resources, RFC 7643 §2.3.7 and §2.4. */

const URI = /^(?:(?<origin>[a-z][a-z0-9+.-]*:\/\/[^/?#]*)|(?<urn>urn:.*))?(?<path>[^?#]*)/is;
const VERSION_SEGMENT = /^v\d+$/i;

interface Reference {
  /** Scheme and host in lower case; absent in a relative reference. */
  readonly origin?: string;
  readonly segments: readonly string[];
}

/**
 * Whether two references lead to the same resource: a relative one is an absolute one without its beginning
 * (`Users/1`, `/v2/Users/1`, `../Users/1`), and a version segment (`/v2`) makes no difference.
 */
export const sameReference = (one: string, other: string): boolean => {
  if (one === other) return true;
  const [left, right] = [readReference(one), readReference(other)];
  if (left === undefined || right === undefined) return false;
  if (left.origin !== undefined && right.origin !== undefined) {
    return left.origin === right.origin && sameSegments(left.segments, right.segments);
  }
  const length = Math.min(left.segments.length, right.segments.length);
  return length > 0 && sameSegments(left.segments.slice(-length), right.segments.slice(-length));
};

/** Undefined for URNs, which are compared as they stand. */
const readReference = (text: string): Reference | undefined => {
  const { origin, urn, path = '' } = URI.exec(text)?.groups ?? {};
  if (urn !== undefined) return undefined;
  const segments = path
    .split('/')
    .filter((segment) => !['', '.', '..'].includes(segment) && !VERSION_SEGMENT.test(segment))
    .map(decoded);
  return origin === undefined ? { segments } : { origin: origin.toLowerCase(), segments };
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const sameSegments = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((segment, index) => segment === right[index]);
