/** Where a character of a YAML scalar's value stands in the file, whatever way the scalar is written. */
import type { Position } from './model.ts';
import { positionAt, type ScalarSource, type SourceEntry, type SourceFile } from './source.ts';

type Style = ScalarSource['style'];

interface Written {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly style: Style;
}

/** The place of the character at `index` in the value of a scalar. */
export const positionInScalar = (scalar: ScalarSource, index: number): Position =>
  positionAt(scalar.file, offsetInside(scalar, index));

/** The place of the character at `index` in a key. */
export const positionInKey = (entry: SourceEntry, index: number): Position => {
  const { file } = entry.value;
  const first = file.text[entry.start];
  const style = first === "'" ? 'single' : first === '"' ? 'double' : 'plain';
  return positionAt(file, offsetInside({ file, start: entry.start, end: file.text.length, style }, index));
};

const offsetInside = (written: Written, index: number): number => {
  if (written.style === 'literal' || written.style === 'folded') return offsetInBlock(written, index);
  return offsetInFlow(written, index);
};

/** Plain and quoted scalars: an escape is one character, a line break with the spaces around it is one space. */
const offsetInFlow = ({ file, start, end, style }: Written, index: number): number => {
  const { text } = file;
  let offset = style === 'plain' ? start : start + 1;
  for (let left = index; offset < end; left--) {
    if (style === 'double') offset += lengthOf(JOINED_LINES, text, offset, 0);
    if (left <= 0) break;
    offset += widthAt(text, offset, style);
  }
  return Math.min(offset, end);
};

/** In double quotes a backslash at the end of a line joins it to the next with nothing between. */
const JOINED_LINES = /\\\r?\n[ \t]*/uy;
const LINE_BREAK = /[ \t]*\r?\n[ \t]*/uy;
const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/uy;

const widthAt = (text: string, offset: number, style: Style): number => {
  if (style === 'double' && text[offset] === '\\') return lengthOf(ESCAPE, text, offset);
  if (style === 'single' && text.startsWith("''", offset)) return 2;
  return lengthOf(LINE_BREAK, text, offset);
};

const lengthOf = (pattern: RegExp, text: string, offset: number, otherwise = 1): number => {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0].length ?? otherwise;
};

/** Block scalars: a header line, then lines that share an indentation. */
const offsetInBlock = ({ file, start, end }: Written, index: number): number => {
  const { text } = file;
  let offset = text.indexOf('\n', start) + 1;
  const indentation = indentationAt(text, offset, end);
  let left = index;
  while (offset < end) {
    const line = Math.min(offset + indentation, lineEnd(text, offset));
    const length = lineEnd(text, offset) - line;
    if (left <= length) return Math.min(line + left, end);
    left -= length + 1;
    offset = lineEnd(text, offset) + 1;
  }
  return Math.max(start, end - 1);
};

const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
};

const indentationAt = (text: string, offset: number, end: number): number => {
  for (let line = offset; line < end; line = lineEnd(text, line) + 1) {
    const width = /^ */u.exec(text.slice(line, lineEnd(text, line)))?.[0].length ?? 0;
    if (line + width < lineEnd(text, line)) return width;
  }
  return 0;
};
