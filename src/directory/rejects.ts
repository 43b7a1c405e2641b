/** The file of rejected rows: CSV with the file and line of each, the reason, and the row as it was read. */
import { csvRow } from './csv-write.ts';
import { openOutput } from './output.ts';
import type { Reject } from './record.ts';

export interface RejectsWriter {
  write(reject: Reject): Promise<void>;
  /** How many there are. The file appears now, with a header only when there are none. */
  close(): Promise<number>;
  discard(): Promise<void>;
}

/** Throws DirectoryProblem when the file cannot be written. */
export const openRejects = async (path: string): Promise<RejectsWriter> => {
  const output = await openOutput(path);
  let count = 0;
  await output.write(csvRow(['file', 'line', 'reason', 'row']));
  return {
    async write({ at, reason, row }) {
      count++;
      await output.write(csvRow([at.file, String(at.line), reason, row]));
    },
    async close() {
      await output.close();
      return count;
    },
    discard: output.discard,
  };
};

/** Writes all of them and returns how many they were; no file when the iteration fails. */
export const writeRejects = async (
  path: string,
  rejects: Iterable<Reject> | AsyncIterable<Reject>,
): Promise<number> => {
  const writer = await openRejects(path);
  try {
    for await (const reject of rejects) await writer.write(reject);
    return await writer.close();
  } catch (error) {
    await writer.discard();
    throw error;
  }
};
