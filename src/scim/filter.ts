/** The filter language of RFC 7644 §3.4.2.2 as a tree. */

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'lt' | 'ge' | 'le';
export type CompareValue = string | number | boolean | null;

/** `urn:…:User:name.familyName` → { urn: 'urn:…:User', attribute: 'name', subAttribute: 'familyName' }. Names keep the case they were written in. */
export interface AttributePath {
  readonly urn?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
}

export type Filter =
  | { readonly type: 'compare'; readonly path: AttributePath; readonly operator: CompareOperator; readonly value: CompareValue }
  | { readonly type: 'present'; readonly path: AttributePath }
  | { readonly type: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly type: 'not'; readonly filter: Filter }
  | { readonly type: 'valuePath'; readonly path: AttributePath; readonly filter: Filter };
