/** Files that appear whole or not at all: half a directory, read again, would make leavers of the other half. */
import { type FileHandle, lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileProblem } from './file.ts';

export interface Output {
  write(text: string): Promise<void>;
  /** Puts the file in its place. */
  close(): Promise<void>;
  /** There will be no file; one that stood there before stays as it was. */
  discard(): Promise<void>;
}

const BUFFERED = 64 * 1024;

interface Place {
  readonly final: string;
  readonly working: string;
}

/** The text goes to a file beside the final one; a link goes on pointing where it points, a device is written to directly. */
const placeOf = async (path: string): Promise<Place> => {
  const existing = await lstat(path).catch(() => undefined);
  const final = existing?.isSymbolicLink() ? await realpath(path).catch(() => path) : path;
  const status = existing?.isSymbolicLink() ? await lstat(final).catch(() => undefined) : existing;
  const direct = status !== undefined && !status.isFile();
  return { final, working: direct ? final : join(dirname(final), `.${basename(final)}.${process.pid}.part`) };
};

/** Creates or replaces a text file in UTF-8. Its methods throw DirectoryProblem when the file cannot be written. */
export const openOutput = async (path: string): Promise<Output> => {
  const explained = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      throw fileProblem(path, error, 'write');
    }
  };
  const { final, working } = await placeOf(path);
  const file: FileHandle = await explained(() => open(working, 'w'));
  let buffered = '';
  const flush = async (): Promise<void> => {
    const text = buffered;
    buffered = '';
    await explained(() => file.writeFile(text));
  };
  return {
    async write(text) {
      buffered += text;
      if (buffered.length >= BUFFERED) await flush();
    },
    async close() {
      await flush();
      await explained(() => file.close());
      if (working !== final) await explained(() => rename(working, final));
    },
    async discard() {
      await file.close();
      if (working !== final) await rm(working, { force: true });
    },
  };
};
