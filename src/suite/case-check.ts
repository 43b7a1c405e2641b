/** What must be true of a case beyond its shape. */
import type { ReadCase } from './case.ts';
import type { Library } from './library.ts';

export const checkCase = (_read: ReadCase, _library: Library): void => {};
