import type { AttributePath, Filter } from './filter.ts';

/** A PATCH path, RFC 7644 §3.5.2 Figure 1: `emails[type eq "work"].value`, `name.familyName`, `urn:…:User:manager`. */
export interface Path extends AttributePath {
  readonly valueFilter?: Filter;
}

/**
 * Where a suite looks inside a message: like a Path, but as deep as messages are.
 * `Operations[bulkId eq "alice"].response.status`, `Resources.name.givenName`.
 */
export interface Locator {
  readonly urn?: string;
  readonly segments: readonly { readonly name: string; readonly valueFilter?: Filter }[];
}
