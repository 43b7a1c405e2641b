import type { Position } from '../suite/model.ts';
import type { Paint } from './paint.ts';
import { cut, printable } from './printable.ts';

const LINES_BEFORE = 3;
const SHOWN_WORD = /^(?:'[^']*'|"[^"]*"|[^\s:,{}[\]]+)/;

/**
 * The line of a suite file that asked for something, with the lines before it that belong to the same case, and a
 * caret below the word. Without the file's text there is nothing to show but the place itself.
 */
export const sourceExcerpt = (at: Position, source: string | undefined, columns: number, paint: Paint): string[] => {
  const place = paint.strong(`${printable(at.file)}:${at.line}:${at.column}`);
  const all = source?.split(/\r?\n/) ?? [];
  const judged = all[at.line - 1];
  if (judged === undefined) return [place];
  const margin = String(at.line).length;
  const first = Math.max(0, at.line - 1 - LINES_BEFORE);
  const numbered = all.slice(first, at.line).map((line, index) => {
    const number = String(first + index + 1).padStart(margin);
    return `${paint.faint(`${number} │`)} ${cut(visible(line), columns - margin - 3)}`;
  });
  const caret = `${' '.repeat(at.column - 1)}${'^'.repeat(wordAt(judged, at.column).length)}`;
  return [
    place,
    ...numbered,
    `${paint.faint(`${' '.repeat(margin)} │`)} ${paint.bad(cut(caret, columns - margin - 3))}`,
  ];
};

/** A tab is one column wide above the caret too. */
const visible = (line: string): string => printable(line.replaceAll('\t', ' '));

const wordAt = (line: string, column: number): string => SHOWN_WORD.exec(line.slice(column - 1))?.[0] ?? ' ';
