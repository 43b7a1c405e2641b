import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, Scalar } from 'yaml';
import { collectProblems } from './diagnostics.ts';
import { readDocument } from './document.ts';
import { positionInKey, positionInScalar } from './inside.ts';
import { childOf, entriesOf, type ScalarSource, sourceFile } from './source.ts';

const MARK = '§';

/** The value of the key `a`, and what stands in the text at the place that is said to be the mark's. */
const found = (text: string): { value: string; character: string | undefined } => {
  const source = childOf(readDocument(sourceFile('x.yaml', text), collectProblems()), 'a');
  if (source?.kind !== 'scalar' || typeof source.value !== 'string') throw new Error(`no text in ${text}`);
  return { value: source.value, character: characterAt(text, source) };
};

const characterAt = (text: string, source: ScalarSource): string | undefined => {
  const { line, column } = positionInScalar(source, String(source.value).indexOf(MARK));
  return text.split('\n')[line - 1]?.[column - 1];
};

describe('the place of a character of a scalar', () => {
  it.each([
    ['plain', `a: one ${MARK} two`],
    ['plain over lines', `a: one\n  two ${MARK}\n  three`],
    ['single quotes', `a: 'it''s ''${MARK}'''`],
    ['double quotes', `a: "\\"\\u0041\\x41\\t ${MARK}"`],
    ['double quotes over lines', `a: "one \\\n  two ${MARK}"`],
    ['literal', `a: |\n  one\n    two ${MARK}\n`],
    ['literal with an empty line', `a: |-\n\n  one\n\n  ${MARK}\n`],
    ['folded', `a: >-\n  one\n  two ${MARK}\n  three\n`],
    ['in a list', `b: [x]\na: "${MARK}"`],
  ])('%s', (_, text) => {
    expect(found(text).character).toBe(MARK);
  });

  it('is found in whatever way the value is written on one line', () => {
    const styles = [Scalar.PLAIN, Scalar.QUOTE_SINGLE, Scalar.QUOTE_DOUBLE] as const;
    const words = fc.string({ unit: fc.constantFrom('a', ' ', "'", '"', '\\', 'é', ':', '#', '\t') });
    fc.assert(
      fc.property(words, words, fc.constantFrom(...styles), (before, after, style) => {
        const scalar = new Scalar(before + MARK + after);
        scalar.type = style;
        const text = new Document({ a: scalar }).toString({ lineWidth: 0 });
        expect(found(text)).toEqual({ value: before + MARK + after, character: MARK });
      }),
    );
  });

  it('is found in keys', () => {
    const text = `'emails[type eq "it''s"].${MARK}': x`;
    const [entry] = entriesOf(readDocument(sourceFile('x.yaml', text), collectProblems()));
    if (entry === undefined) throw new Error('no entry');
    expect(text[positionInKey(entry, entry.key.indexOf(MARK)).column - 1]).toBe(MARK);
  });
});
