/** For tests: the company of the fixtures on its first day, and what becomes of it in two months. */
import { join, resolve } from 'node:path';
import { openDirectory } from '../directory/open.ts';
import { type Directory, isReject, type Reject } from '../directory/record.ts';
import type { Company, Group, Person } from '../provision/company.testing.ts';

const FOLDER = join(resolve(import.meta.dirname, '../..'), 'fixtures/directories/company');

export type WholeCompany = Required<Omit<Company, 'rejects'>>;

/** The CSV files, as `--people FILE --groups FILE --memberships FILE` opens them. */
export const openCompany = (): Promise<Directory> =>
  openDirectory({
    people: join(FOLDER, 'people.csv'),
    groups: join(FOLDER, 'groups.csv'),
    memberships: join(FOLDER, 'memberships.csv'),
  });

const read = async <Row extends object>(rows: AsyncIterable<Row | Reject>): Promise<Row[]> => {
  const all: Row[] = [];
  for await (const row of rows) {
    if ('reason' in row) throw new Error(`a row of the fixtures cannot be read: ${row.reason}`);
    all.push(row);
  }
  return all;
};
