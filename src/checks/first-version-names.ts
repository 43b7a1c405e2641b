import { plain } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isObject, type Json } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

/** `urn:scim:schemas:core:1.0`, as the first version of SCIM called its schemas. */
const FIRST_VERSION = /^urn:scim:/i;

export const firstVersionNames = defineCheck({
  name: 'first-version-names',
  title: 'Nothing is named as in the first version of SCIM',
  level: 'SHOULD',
  cites: ['RFC7644-3.1-04'],
  why: 'A client of SCIM 2.0 does not know these names, and takes the answer for something else.',
  judge({ body }) {
    if (!isObject(body)) return undefined;
    const named = [body, ...asList(getIgnoringCase(body, 'Resources'))].flatMap(schemasIn);
    return named
      .filter((urn) => FIRST_VERSION.test(urn))
      .map((urn) => broken('schemas', `schemas names ${plain(urn)}, which is of SCIM 1`));
  },
});

const schemasIn = (document: Json): string[] =>
  asList(isObject(document) ? getIgnoringCase(document, 'schemas') : undefined).filter(
    (urn) => typeof urn === 'string',
  );
