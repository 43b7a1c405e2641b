/**
 * What is accepted beyond the letter of the RFCs because identity providers send it. Each can be switched off alone.
 * The names of the senders are those known at the time of writing; see the dialects for their sources.
 */

export interface ValueLenience {
  /** `"True"` and `"false"` for booleans (Entra without its feature flag). */
  readonly stringBooleans: boolean;
  /** `"271"` for `{"value": "271"}` where a single reference is due (Entra's manager). */
  readonly bareReferences: boolean;
  /** An object where a list of objects is due (OneLogin's e-mails); RFC 7644 §3.5.2.1 allows it for add. */
  readonly singleForList: boolean;
  /** A list with one object where an object is due (Entra's manager). */
  readonly listForSingle: boolean;
  /** An empty text instead of a reference's value takes the reference away (Entra's manager). */
  readonly emptyTextClears: boolean;
  /** Names that no schema defines are left out of values instead of being refused. */
  readonly ignoreUnknown: boolean;
  /** readOnly attributes within values are left out instead of being refused. POST and PUT always leave them out. */
  readonly ignoreReadOnly: boolean;
  /** `schemas` may be missing from a resource or a PATCH request. */
  readonly schemasOptional: boolean;
  /** `urn:scim:schemas:core:2.0`, from before the RFC, stands for the core schema of the resource (OneLogin). */
  readonly draftSchemas: boolean;
}

export interface PatchLenience extends ValueLenience {
  /** `Add`, `REPLACE` (Entra without its feature flag). */
  readonly opInAnyCase: boolean;
  /** `{"name.givenName": "Ana"}` as the value of an operation without path (Entra with its feature flag). */
  readonly dottedKeys: boolean;
  /** `{"urn:…:User:department": "Sales"}` as the value of an operation without path (Entra with its feature flag). */
  readonly urnKeys: boolean;
  /**
   * A PATCH without `schemas` whose value is a whole resource that names its own (authentik's groups); the RFC wants both.
   */
  readonly schemasInValue: boolean;
  /** add with a value filter that matches nothing makes the element (Entra; undefined by the RFC, erratum 8097). */
  readonly createOnAdd: boolean;
  /** replace with a value filter that matches nothing makes the element (Entra); the RFC wants noTarget. */
  readonly createOnReplace: boolean;
  /** remove with a list of values removes these only (Entra, JumpCloud); by the letter of the RFC it removes all. */
  readonly removeListedValues: boolean;
}

/** Accepts everything that the identity providers of suites/idp send. */
export const LENIENT: PatchLenience = {
  stringBooleans: true,
  bareReferences: true,
  singleForList: true,
  listForSingle: true,
  emptyTextClears: true,
  ignoreUnknown: true,
  ignoreReadOnly: true,
  schemasOptional: false,
  draftSchemas: true,
  opInAnyCase: true,
  schemasInValue: true,
  dottedKeys: true,
  urnKeys: true,
  createOnAdd: true,
  createOnReplace: true,
  removeListedValues: true,
};

/** The letter of the RFCs, read strictly. */
export const STRICT: PatchLenience = {
  stringBooleans: false,
  bareReferences: false,
  singleForList: false,
  listForSingle: false,
  emptyTextClears: false,
  ignoreUnknown: false,
  ignoreReadOnly: false,
  schemasOptional: false,
  draftSchemas: false,
  opInAnyCase: false,
  schemasInValue: false,
  dottedKeys: false,
  urnKeys: false,
  createOnAdd: false,
  createOnReplace: false,
  removeListedValues: false,
};
