/** Attribute names as RFC 7644 §3.10 writes them: `[URN ":"] name ["." name]`. */
import type { AttributePath } from './filter.ts';
import { type Cursor, expectEnd, peekWord, problemAt, quoted, SyntaxProblem } from './syntax.ts';

/** RFC 7643 §2.1, with `$ref`, which its rule forgets, and `_` in front, so that odd names in answers can be looked at. */
const NAME = /^[A-Za-z$_][A-Za-z0-9$_-]*$/;
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:./;
/** A URN that ends in a version, `urn:scim:schemas:core:1.0`: the version is no name with a sub-attribute. */
const VERSION = /^\d+(\.\d+)*$/;

/** A URN and the names behind it. */
export interface QualifiedNames {
  readonly urn?: string;
  readonly names: readonly string[];
}

/** Splits names at dots; `start` is where `text` begins in the cursor's text. */
const readNames = (cursor: Cursor, text: string, start: number): string[] => {
  let position = start;
  return text.split('.').map((name) => {
    if (!NAME.test(name)) {
      const hint = /^\d+$/.test(name) ? ' (SCIM has no list indexes)' : '';
      const found = name === '' ? '' : `, found ${quoted(name)}`;
      throw new SyntaxProblem(cursor.text, position, `expected an attribute name${found}${hint}`, 'an attribute name');
    }
    position += name.length + 1;
    return name;
  });
};

/**
 * Reads a name with its qualifications. The URN is everything up to the last colon, so dots in it separate nothing.
 * A bare schema URN is read by the same rule: `urn:…:2.0:User` has the URN `urn:…:2.0` and the name `User`. Grammar alone
 * cannot tell the two apart; `resolve` and `locate` can, because they know which schemas there are.
 */
export const readQualifiedNames = (cursor: Cursor): QualifiedNames => {
  const start = cursor.position;
  const word = peekWord(cursor);
  if (word === '') throw problemAt(cursor, 'an attribute name');
  const colon = word.lastIndexOf(':');
  if (colon < 0) {
    const names = readNames(cursor, word, start);
    cursor.position += word.length;
    return { names };
  }
  const urn = word.slice(0, colon);
  if (!URI.test(urn)) throw problemAt(cursor, 'a schema URN before ":"');
  const rest = word.slice(colon + 1);
  const names = VERSION.test(rest) ? [rest] : readNames(cursor, rest, start + colon + 1);
  cursor.position += word.length;
  return { urn, names };
};

export const toAttributePath = ({ urn, names }: QualifiedNames): AttributePath | undefined => {
  const [attribute, subAttribute, ...deeper] = names;
  if (attribute === undefined || deeper.length > 0) return undefined;
  return {
    ...(urn === undefined ? {} : { urn }),
    attribute,
    ...(subAttribute === undefined ? {} : { subAttribute }),
  };
};

/** Reads at most one sub-attribute, for no attribute of SCIM is deeper. */
export const readAttributePath = (cursor: Cursor): AttributePath => {
  const start = cursor.position;
  const path = toAttributePath(readQualifiedNames(cursor));
  if (path !== undefined) return path;
  cursor.position = start;
  throw problemAt(cursor, 'an attribute with at most one sub-attribute');
};

/** Parses `urn:…:User:name.familyName`. Throws SyntaxProblem. */
export const parseAttributePath = (text: string): AttributePath => {
  const cursor: Cursor = { text, position: 0 };
  const path = readAttributePath(cursor);
  expectEnd(cursor, 'nothing more behind the attribute');
  return path;
};

export const printAttributePath = ({ urn, attribute, subAttribute }: AttributePath): string =>
  `${urn === undefined ? '' : `${urn}:`}${attribute}${subAttribute === undefined ? '' : `.${subAttribute}`}`;
