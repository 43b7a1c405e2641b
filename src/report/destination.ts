/** Where a report goes: a stream, or a file that appears whole or not at all. */
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export interface Destination {
  write(text: string): void;
  /** The report is whole: put it in its place. */
  close(): void;
  /** There will be no report. */
  discard(): void;
}

/** A destination that writes to a stream and leaves it open. */
export const streamDestination = (stream: { write(text: string): unknown }): Destination => ({
  write: (text) => void stream.write(text),
  close: () => {},
  discard: () => {},
});

const typeOf = (path: string): 'file' | 'folder' | 'device' | 'nothing' => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'nothing';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'device';
};

/**
 * Opens a file for a report, creating the folders above it. The text goes to a file beside it that takes its name in
 * `close`, so that a reader never sees half a report. Throws an Error in words when that cannot be.
 */
export const fileDestination = (path: string): Destination => {
  const wanted = resolve(path);
  const type = typeOf(wanted);
  if (type === 'folder') throw new Error(`${path} is a folder`);
  // A link keeps pointing where it points; a device such as /dev/null must not be replaced by a file.
  const place =
    lstatSync(wanted, { throwIfNoEntry: false })?.isSymbolicLink() && type !== 'nothing'
      ? realpathSync(wanted)
      : wanted;
  const working = type === 'device' ? place : join(dirname(place), `.${basename(place)}.${process.pid}.part`);
  makeFolder(dirname(place));
  const descriptor = openSync(working, 'w');
  let open = true;
  const finish = (step: () => void): void => {
    if (!open) return;
    open = false;
    closeSync(descriptor);
    if (working !== place) step();
  };
  return {
    write: (text) => {
      if (open) writeWhole(descriptor, text);
    },
    close: () => finish(() => renameSync(working, place)),
    discard: () => finish(() => rmSync(working, { force: true })),
  };
};

/** A folder and those above it. (node's own `recursive` never returns below /proc, where a folder cannot be made.) */
export const makeFolder = (path: string): void => {
  if (typeOf(path) === 'folder') return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
};

const writeWhole = (descriptor: number, text: string): void => {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
};
