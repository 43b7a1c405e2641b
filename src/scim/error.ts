/** SCIM errors, RFC 7644 §3.12. */
import type { JsonObject } from './json.ts';
import { ERROR_URN } from './urn.ts';

/** The detail keywords of RFC 7644 Table 9 and RFC 9865 §2.1. Servers may use others. */
export const SCIM_TYPES = [
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
] as const;

/** What a service provider answers instead of a resource; `message` is the detail for people. */
export class ScimError extends Error {
  readonly status: number;
  readonly scimType?: string;

  constructor(status: number, detail: string, scimType?: string) {
    super(detail);
    this.name = 'ScimError';
    this.status = status;
    if (scimType !== undefined) this.scimType = scimType;
  }

  /** The error as a response body: `status` is a string there. */
  toBody(): JsonObject {
    return {
      schemas: [ERROR_URN],
      status: String(this.status),
      ...(this.scimType === undefined ? {} : { scimType: this.scimType }),
      detail: this.message,
    };
  }
}

/** 400 with a detail keyword: most of what a request can do wrong. */
export const badRequest = (scimType: (typeof SCIM_TYPES)[number], detail: string): ScimError =>
  new ScimError(400, detail, scimType);
