/** Companies as files, of any size, and a place for them. */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const GIVEN = ['Ana', 'Bo', 'Chloé', 'Eve', 'Fatima', 'Gülşen', 'Hiroko', 'Íñigo'];
const FAMILY = ['Silva', 'Lindqvist', 'Nguyễn', 'van der Berg', 'Łukasz', 'Müller', 'Öztürk', 'Smith-Jones', 'Okafor'];
const BATCH = 1000;

const row = (index: number): string => {
  const given = GIVEN[index % GIVEN.length];
  const family = FAMILY[index % FAMILY.length];
  const address = `person${index}@example.com`;
  return `p${index},${address},${given},${family},${given} ${family},${address},Engineer,Department ${index % 40}\n`;
};

function* rows(count: number): Generator<string> {
  yield 'id,userName,givenName,familyName,displayName,email,title,department\n';
  for (let from = 0; from < count; from += BATCH) {
    yield Array.from({ length: Math.min(BATCH, count - from) }, (_, index) => row(from + index)).join('');
  }
}

/** Writes a CSV file with so many people. */
export const writePeople = (file: string, count: number): Promise<void> =>
  pipeline(Readable.from(rows(count)), createWriteStream(file));

/** Lends a folder that is gone afterwards. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'scimulate-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
