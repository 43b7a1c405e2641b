import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectProblems, type Diagnostic, printDiagnostic } from './diagnostics.ts';
import { readFiles } from './read-files.ts';
import { parseRequirements } from './requirements.ts';
import { compileShapes } from './shape.ts';

const SUITES = join(import.meta.dirname, '../../suites');
const GOOD = join(import.meta.dirname, '../../fixtures/bad-suites/good');
const BIRCH = join(import.meta.dirname, '../../fixtures/idp/birch');

const prepare = async () => ({
  shapes: await compileShapes(SUITES),
  requirements: parseRequirements(await readFile(join(SUITES, 'requirements.json'), 'utf8')),
  suite: await readFile(join(GOOD, 'users.yaml'), 'utf8'),
  dialect: await readFile(join(GOOD, 'acme/dialect.yaml'), 'utf8'),
  provisioning: await readFile(join(BIRCH, 'dialect.yaml'), 'utf8'),
});

const prepared = prepare();

const diagnosticsOf = async (texts: Readonly<Record<string, string>>): Promise<readonly Diagnostic[]> => {
  const { shapes, requirements } = await prepared;
  const problems = collectProblems();
  const base = { suites: [], dialects: new Map(), requirements };
  readFiles(new Map(Object.entries(texts)), base, shapes, problems);
  return problems.list;
};

/** Anything somebody may have typed by mistake: something taken out, something put in. */
const mistake = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat({ max: 12 }),
  added: fc.oneof(
    fc.constantFrom(
      '',
      '\t',
      '\n',
      ': ',
      ' - ',
      '{',
      '}',
      '[',
      ']',
      "'",
      '"',
      '&a ',
      '*a',
      '${',
      '}',
      '<<: ',
      '|',
      '# ',
      '!',
    ),
    fc.string({ maxLength: 6 }),
  ),
});

const withMistake = (text: string, { at, removed, added }: { at: number; removed: number; added: string }): string => {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + added + text.slice(start + removed);
};

describe('a file with any mistake', () => {
  it('is read without an exception, and what is said about it has a place in it', async () => {
    const { suite, dialect, provisioning } = await prepared;
    const good = { 'users.yaml': suite, 'acme/dialect.yaml': dialect, 'birch/dialect.yaml': provisioning };
    await fc.assert(
      fc.asyncProperty(mistake, fc.constantFrom(...Object.entries(good)), async (what, [name, text]) => {
        const texts: Record<string, string> = { ...good, [name]: withMistake(text, what) };
        for (const { at, message } of await diagnosticsOf(texts)) {
          const lines = (texts[at.file] ?? '').split('\n');
          expect(at.line).toBeLessThanOrEqual(lines.length);
          expect(at.column).toBeGreaterThan(0);
          expect(at.column).toBeLessThanOrEqual((lines[at.line - 1]?.length ?? 0) + 1);
          expect(message).not.toMatch(/undefined|\[object/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the printed form', () => {
  const diagnostic = { severity: 'error', message: 'wrong', at: { file: 'x.yaml', line: 1, column: 1 } } as const;

  it('cuts long lines around the place', () => {
    const text = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;
    const printed = printDiagnostic({ ...diagnostic, at: { file: 'x.yaml', line: 1, column: 301 } }, text).split('\n');
    const line = printed[3] ?? '';
    expect(line.length).toBeLessThan(140);
    expect(line[(printed[4] ?? '').indexOf('^')]).toBe('H');
  });

  it('shows no control characters', () => {
    expect(printDiagnostic(diagnostic, 'a\u001b[31mb\tc')).toContain('a\u{fffd}[31mb c');
  });

  it('does without the text of the file', () => {
    expect(printDiagnostic({ ...diagnostic, hint: 'Mend it.' })).toBe('error: wrong\n  at x.yaml:1:1\n  Mend it.');
  });
});
