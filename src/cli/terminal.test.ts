import { expect, it } from 'vitest';
import { wantsColour, wantsProgress, widthOf } from './terminal.ts';

const terminal = { isTTY: true, columns: 100, write: () => {} };
const pipe = { write: () => {} };

it('colours terminals, unless somebody objects, and pipes only when forced', () => {
  expect(wantsColour(terminal, false, {})).toBe(true);
  expect(wantsColour(pipe, false, {})).toBe(false);
  expect(wantsColour(terminal, true, { FORCE_COLOR: '1' })).toBe(false);
  expect(wantsColour(terminal, false, { NO_COLOR: '1' })).toBe(false);
  expect(wantsColour(terminal, false, { NO_COLOR: '' })).toBe(true);
  expect(wantsColour(terminal, false, { TERM: 'dumb' })).toBe(false);
  expect(wantsColour(pipe, false, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true);
  expect(wantsColour(terminal, false, { FORCE_COLOR: '0' })).toBe(false);
});

it('draws progress on terminals that people watch', () => {
  expect(wantsProgress(terminal, {})).toBe(true);
  expect(wantsProgress(terminal, { CI: 'true' })).toBe(false);
  expect(wantsProgress(terminal, { TERM: 'dumb' })).toBe(false);
  expect(wantsProgress(pipe, {})).toBe(false);
});

it('lays out for the width there is, within reason', () => {
  expect(widthOf(terminal, {})).toBe(100);
  expect(widthOf({ ...terminal, columns: 300 }, {})).toBe(120);
  expect(widthOf({ ...terminal, columns: 20 }, {})).toBe(60);
  expect(widthOf(pipe, { COLUMNS: '80' })).toBe(80);
  expect(widthOf(pipe, { COLUMNS: 'wide' })).toBe(100);
});
