/** What is wrong in a suite or dialect file: where, what, and what to do about it. */
import type { Position } from './model.ts';
import { positionAt, positionOf, type Source, type SourceEntry } from './source.ts';

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly at: Position;
  /** What to do, as a sentence. */
  readonly hint?: string;
}

/** Collects diagnostics; the same message at the same place is kept once (variants share their steps). */
export interface Problems {
  readonly list: readonly Diagnostic[];
  error(at: Position | Source, message: string, hint?: string): void;
}

export const collectProblems = (): Problems => {
  const list: Diagnostic[] = [];
  const seen = new Set<string>();
  return {
    list,
    error(place, message, hint) {
      const at = 'kind' in place ? positionOf(place) : place;
      const key = `${at.file}:${at.line}:${at.column} ${message}`;
      if (seen.has(key)) return;
      seen.add(key);
      list.push({ severity: 'error', message, at, ...(hint === undefined ? {} : { hint }) });
    },
  };
};

export const keyPosition = (entry: SourceEntry): Position => positionAt(entry.value.file, entry.start);

const LONGEST_LINE = 120;

/** Cuts a long line around the column, so that the caret stays in sight. */
const excerpt = (line: string, column: number): { text: string; caret: number } => {
  const start = column <= LONGEST_LINE - 20 ? 0 : column - Math.floor(LONGEST_LINE / 2);
  const cut = line.slice(start, start + LONGEST_LINE);
  const left = start > 0 ? '…' : '';
  const right = start + LONGEST_LINE < line.length ? '…' : '';
  return { text: left + cut + right, caret: column - 1 - start + left.length };
};

/** Control characters must not reach a terminal, and a tab must be as wide in the line as above the caret. */
const visible = (text: string): string => text.replace(/\t/gu, ' ').replace(/\p{Cc}/gu, '\u{fffd}');

/**
 * Several lines for a terminal, without a line end: the message, the place, and, when the text of the file is given,
 * the line with a caret below the mistake; the hint last.
 */
export const printDiagnostic = (diagnostic: Diagnostic, sourceText?: string): string => {
  const { at, hint } = diagnostic;
  const lines = [`${diagnostic.severity}: ${diagnostic.message}`, `  at ${at.file}:${at.line}:${at.column}`];
  const line = sourceText?.split(/\r?\n/u)[at.line - 1];
  if (line !== undefined) {
    const { text, caret } = excerpt(line, at.column);
    const number = String(at.line);
    const margin = ' '.repeat(number.length);
    lines.push(`  ${margin} │`, `  ${number} │ ${visible(text)}`, `  ${margin} │ ${' '.repeat(caret)}^`);
  }
  if (hint !== undefined) lines.push(`  ${hint}`);
  return lines.map((one) => one.trimEnd()).join('\n');
};

/** A place for a hint; where only the file is known, only the file. */
export const standsAt = ({ file, line, column }: Position): string =>
  line === 1 && column === 1 ? `It stands in ${file}.` : `It stands at ${file}:${line}:${column}.`;
