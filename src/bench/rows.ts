/** Large directories: memory at a million rows beside a hundred thousand, and runs in which nothing has changed. */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { firstWord, start } from './child.ts';
import { inFolder, writePeople } from './people.ts';

/** What one run did. */
export interface Applied {
  readonly created: number;
  readonly unchanged: number;
  readonly requests: number;
  readonly milliseconds: number;
  /** The most memory the process had, in KiB. */
  readonly peak: number;
}

/** A directory that is created and then applied again, unchanged. */
export interface TwoRuns {
  readonly rows: number;
  readonly first: Applied;
  readonly second: Applied;
  /** Milliseconds in which csv-parse reads the file, and does nothing with it. */
  readonly bare: number;
}

const apply = async (people: string, state: string): Promise<Applied> =>
  (await firstWord(start('rows-child', people, state))) as Applied;

const readBare = async (people: string): Promise<number> => {
  const from = performance.now();
  for await (const _ of createReadStream(people).pipe(parse({ columns: true })));
  return performance.now() - from;
};

export const measureRows = (rows: number): Promise<TwoRuns> =>
  inFolder(async (folder) => {
    const people = join(folder, 'people.csv');
    const state = join(folder, 'state');
    await writePeople(people, rows);
    const first = await apply(people, state);
    const second = await apply(people, state);
    const bare = await readBare(people);
    if (first.created !== rows || second.unchanged !== rows) {
      throw new Error(`of ${rows} people ${first.created} were created, and then ${second.unchanged} unchanged`);
    }
    return { rows, first, second, bare };
  });
