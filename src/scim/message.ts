/** Messages around resources: RFC 7644 §3.4.2, §3.4.3 and §3.7, with the cursors of RFC 9865. */
import { getIgnoringCase, sameName } from './attribute.ts';
import { badRequest } from './error.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import { BULK_REQUEST_URN, BULK_RESPONSE_URN, LIST_RESPONSE_URN, SEARCH_REQUEST_URN } from './urn.ts';

export interface Page {
  readonly resources: readonly JsonObject[];
  /** All matches, on whatever page; may be unknown with cursors. */
  readonly totalResults?: number;
  /** 1-based; for pages by index. */
  readonly startIndex?: number;
  readonly nextCursor?: string;
  readonly previousCursor?: string;
}

/** A ListResponse. `itemsPerPage` is the number of resources in this page. */
export const listResponse = (page: Page): JsonObject => ({
  schemas: [LIST_RESPONSE_URN],
  ...(page.totalResults === undefined ? {} : { totalResults: page.totalResults }),
  ...(page.startIndex === undefined ? {} : { startIndex: page.startIndex }),
  itemsPerPage: page.resources.length,
  ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
  ...(page.previousCursor === undefined ? {} : { previousCursor: page.previousCursor }),
  Resources: [...page.resources],
});

/** What a query asks for, whether it came as parameters or as a SearchRequest; nothing is defaulted yet. */
export interface SearchRequest {
  readonly filter?: string;
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
  readonly sortBy?: string;
  readonly sortOrder?: string;
  readonly startIndex?: number;
  readonly count?: number;
  readonly cursor?: string;
}

/** Reads the body of a POST to `.search`. Throws ScimError invalidSyntax for a wrong `schemas`, invalidValue for wrong types. */
export const readSearchRequest = (body: Json | undefined): SearchRequest => {
  const message = readMessage(body, SEARCH_REQUEST_URN);
  return {
    ...member(message, 'filter', readText),
    ...member(message, 'attributes', readTexts),
    ...member(message, 'excludedAttributes', readTexts),
    ...member(message, 'sortBy', readText),
    ...member(message, 'sortOrder', readText),
    ...member(message, 'startIndex', readInteger),
    ...member(message, 'count', readInteger),
    ...member(message, 'cursor', readText),
  };
};

export interface BulkRequest {
  readonly failOnErrors?: number;
  readonly operations: readonly BulkOperation[];
}

/** One operation as it was sent: what is missing or wrong in it fails this operation and not the request. */
export interface BulkOperation {
  readonly method?: string;
  readonly path?: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly data?: Json;
}

/**
 * Reads the body of a bulk request. Throws ScimError invalidSyntax when the request as a whole is malformed; a member of
 * an operation that has the wrong type is left out, so that it is missed where it is needed.
 */
export const readBulkRequest = (body: Json | undefined): BulkRequest => {
  const message = readMessage(body, BULK_REQUEST_URN);
  const operations = getIgnoringCase(message, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw badRequest('invalidSyntax', '"Operations" wants a list with at least one operation.');
  }
  return {
    ...member(message, 'failOnErrors', readInteger),
    operations: operations.map((operation) => {
      if (!isObject(operation)) throw badRequest('invalidSyntax', 'Every operation must be a JSON object.');
      const data = getIgnoringCase(operation, 'data');
      return {
        ...textMember(operation, 'method'),
        ...textMember(operation, 'path'),
        ...textMember(operation, 'bulkId'),
        ...textMember(operation, 'version'),
        ...(isUnassigned(data) ? {} : { data }),
      };
    }),
  };
};

export const bulkResponse = (operations: readonly JsonObject[]): JsonObject => ({
  schemas: [BULK_RESPONSE_URN],
  Operations: [...operations],
});

const readMessage = (body: Json | undefined, urn: string): JsonObject => {
  if (!isObject(body)) throw badRequest('invalidSyntax', 'The body is no JSON object.');
  const schemas = getIgnoringCase(body, 'schemas');
  if (Array.isArray(schemas) && schemas.some((name) => typeof name === 'string' && sameName(name, urn))) return body;
  throw badRequest('invalidSyntax', `"schemas" lacks "${urn}".`);
};

type MemberOf<Name extends string, Value> = { readonly [Key in Name]?: Value };

/** `{name: value}` when the message has an assigned member of that name, ignoring case, else `{}`. */
const member = <Name extends string, Value>(
  message: JsonObject,
  name: Name,
  read: (value: Json, name: string) => Value,
): MemberOf<Name, Value> => {
  const value = getIgnoringCase(message, name);
  const found: MemberOf<string, Value> = isUnassigned(value) ? {} : { [name]: read(value, name) };
  return found;
};

const textMember = <Name extends string>(message: JsonObject, name: Name): MemberOf<Name, string> => {
  const value = getIgnoringCase(message, name);
  const found: MemberOf<string, string> = typeof value === 'string' ? { [name]: value } : {};
  return found;
};

const readText = (value: Json, name: string): string => {
  if (typeof value === 'string') return value;
  throw badRequest('invalidValue', `"${name}" wants a string.`);
};

const readTexts = (value: Json, name: string): readonly string[] => {
  if (!Array.isArray(value)) throw badRequest('invalidValue', `"${name}" wants a list of strings.`);
  return value.map((item) => readText(item, name));
};

const readInteger = (value: Json, name: string): number => {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw badRequest('invalidValue', `"${name}" wants a whole number.`);
};
