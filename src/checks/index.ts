/** The checks: what must hold on every exchange, whatever it was for. One file each; their ids begin with `exchange/`. */
import { allow } from './allow.ts';
import { ambiguousNames } from './ambiguous-names.ts';
import { asynchronousAnswer } from './asynchronous-answer.ts';
import { asynchronousPreference } from './asynchronous-preference.ts';
import { attributeNames } from './attribute-names.ts';
import { attributeTypes } from './attribute-types.ts';
import { baseSchema } from './base-schema.ts';
import { bearerChallenge } from './bearer-challenge.ts';
import { binaryValues } from './binary-values.ts';
import { booleans } from './booleans.ts';
import { challenge } from './challenge.ts';
import type { Check } from './check.ts';
import { contentLocation } from './content-location.ts';
import { createdMeta } from './created-meta.ts';
import { createdUnmodified } from './created-unmodified.ts';
import { dateOffset } from './date-offset.ts';
import { dateTimes } from './date-times.ts';
import { declaredAttributes } from './declared-attributes.ts';
import { definitions } from './definitions.ts';
import { discoveryList } from './discovery-list.ts';
import { discoveryMeta } from './discovery-meta.ts';
import { duplicateNames } from './duplicate-names.ts';
import { errorBody } from './error-body.ts';
import { errorDetail } from './error-detail.ts';
import { errorReveals } from './error-reveals.ts';
import { errorSchemas } from './error-schemas.ts';
import { errorScimType } from './error-scim-type.ts';
import { errorStatus } from './error-status.ts';
import { errorStatusAgrees } from './error-status-agrees.ts';
import { etagSyntax } from './etag-syntax.ts';
import { etagVersion } from './etag-version.ts';
import { extensionInside } from './extension-inside.ts';
import { extensionListed } from './extension-listed.ts';
import { firstVersionNames } from './first-version-names.ts';
import { gatewayErrors } from './gateway-errors.ts';
import { id } from './id.ts';
import { idAsAsked } from './id-as-asked.ts';
import { idReserved } from './id-reserved.ts';
import { integers } from './integers.ts';
import { jsonBody } from './json-body.ts';
import { jsonLabel } from './json-label.ts';
import { listCount } from './list-count.ts';
import { listItemsPerPage } from './list-items-per-page.ts';
import { listOnce } from './list-once.ts';
import { listPartial } from './list-partial.ts';
import { listResources } from './list-resources.ts';
import { listSchemas } from './list-schemas.ts';
import { listSpelling } from './list-spelling.ts';
import { listStartIndex } from './list-start-index.ts';
import { listTotal } from './list-total.ts';
import { locationAgrees } from './location-agrees.ts';
import { locationHeader } from './location-header.ts';
import { locationLeads } from './location-leads.ts';
import { locationOrigin } from './location-origin.ts';
import { locationUrl } from './location-url.ts';
import { mediaTypeOfBodies } from './media-type.ts';
import { memberTypes } from './member-types.ts';
import { memberValues } from './member-values.ts';
import { noContent } from './no-content.ts';
import { notPublic } from './not-public.ts';
import { nulls } from './nulls.ts';
import { onePrimary } from './one-primary.ts';
import { password } from './password.ts';
import { patchAnswer } from './patch-answer.ts';
import { answerToRead } from './read-answer.ts';
import { readLocation } from './read-location.ts';
import { readOnlyKept } from './read-only-kept.ts';
import { redirectStatus } from './redirect-status.ts';
import { requiredAttributes } from './required-attributes.ts';
import { requiredExtension } from './required-extension.ts';
import { resourceMeta } from './resource-meta.ts';
import { resourceSchemas } from './resource-schemas.ts';
import { resourceType } from './resource-type.ts';
import { returnedOnRequest } from './returned-on-request.ts';
import { schemasDeclared } from './schemas-declared.ts';
import { schemasOnce } from './schemas-once.ts';
import { schemasPublished } from './schemas-published.ts';
import { scimTypeFits } from './scim-type-fits.ts';
import { serverError } from './server-error.ts';
import { userName } from './user-name.ts';
import { valuesOnce } from './values-once.ts';
import { writeAnswer } from './write-answer.ts';

export type { Check, CheckContext } from './check.ts';

/** By subject: bodies, errors, answers, resources, attributes, lists. */
export const CHECKS: readonly Check[] = [
  jsonBody,
  mediaTypeOfBodies,
  jsonLabel,
  duplicateNames,
  ambiguousNames,
  noContent,
  serverError,
  redirectStatus,
  challenge,
  bearerChallenge,
  allow,
  errorBody,
  errorSchemas,
  errorStatus,
  errorStatusAgrees,
  errorScimType,
  scimTypeFits,
  errorDetail,
  errorReveals,
  gatewayErrors,
  answerToRead,
  writeAnswer,
  patchAnswer,
  asynchronousAnswer,
  asynchronousPreference,
  resourceSchemas,
  firstVersionNames,
  baseSchema,
  schemasOnce,
  schemasDeclared,
  schemasPublished,
  extensionListed,
  extensionInside,
  requiredExtension,
  id,
  idReserved,
  idAsAsked,
  createdMeta,
  createdUnmodified,
  resourceMeta,
  resourceType,
  dateTimes,
  dateOffset,
  locationHeader,
  locationAgrees,
  readLocation,
  contentLocation,
  locationUrl,
  locationLeads,
  locationOrigin,
  etagSyntax,
  etagVersion,
  attributeNames,
  declaredAttributes,
  nulls,
  attributeTypes,
  booleans,
  integers,
  binaryValues,
  onePrimary,
  valuesOnce,
  userName,
  memberValues,
  memberTypes,
  password,
  readOnlyKept,
  notPublic,
  requiredAttributes,
  returnedOnRequest,
  discoveryList,
  discoveryMeta,
  definitions,
  listSchemas,
  listTotal,
  listResources,
  listPartial,
  listItemsPerPage,
  listStartIndex,
  listCount,
  listSpelling,
  listOnce,
];
