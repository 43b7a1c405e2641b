import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CaseInfo } from '../run/events.ts';
import { ourCatalogue } from './judge.ts';
import { readReview } from './review.testing.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FILE = join(ROOT, 'README.md');
const LEVELS = ['MUST', 'SHOULD', 'MAY', 'NONE'] as const;

const subjectOf = ({ id }: CaseInfo): string => id.split('/')[0] ?? id;

/** The table of the README: subjects by how many cases they have of each level. */
const table = (infos: readonly CaseInfo[]): string => {
  const subjects = Object.entries(Object.groupBy(infos, subjectOf)).sort();
  const row = (name: string, cases: readonly CaseInfo[]): string =>
    `| ${[name, ...LEVELS.map((level) => cases.filter((one) => one.level === level).length || ''), cases.length].join(' | ')} |`;
  return [
    `| subject | ${LEVELS.join(' | ')} | cases |`,
    '|---|--:|--:|--:|--:|--:|',
    ...subjects.map(([name, cases]) => row(name, cases ?? [])),
    row('**all**', infos),
  ].join('\n');
};

/** A row of the matrix starts with the name of a review; what its lines say is counted, the rest only by a run. */
const withReviews = (text: string): string =>
  readdirSync(join(ROOT, 'fixtures/independent')).reduce((written, file) => {
    const name = file.replace('.json', '');
    const { deviations } = readReview(name);
    const count = (wanted: string): number => deviations.filter(({ outcome }) => outcome === wanted).length;
    const row = new RegExp(`^(\\| ${name}\\b[^|]*\\|[^|]*\\|).*?\\|.*?\\|.*?\\|`, 'm');
    if (!row.test(written)) throw new Error(`no row of the README starts with ${name}`);
    return written.replace(row, `$1 ${['fail', 'warn', 'note'].map(count).join(' | ')} |`);
  }, text);

describe('the README', () => {
  it('shows what is judged as the catalogue has it (UPDATE_CATALOGUE=1 writes it anew)', async () => {
    const text = readFileSync(FILE, 'utf8');
    const wanted = text.replace(
      /(<!-- judged -->\n)[\s\S]*?(<!-- \/judged -->)/,
      `$1${table(await ourCatalogue())}\n$2`,
    );
    if (process.env.UPDATE_CATALOGUE !== undefined) {
      writeFileSync(FILE, wanted);
    }
    expect(readFileSync(FILE, 'utf8')).toBe(wanted);
  });

  it('shows what is wrong with other servers as their reviews have it (UPDATE_CATALOGUE=1 writes it anew)', () => {
    const text = readFileSync(FILE, 'utf8');
    const wanted = withReviews(text);
    if (process.env.UPDATE_CATALOGUE !== undefined) {
      writeFileSync(FILE, wanted);
    }
    expect(readFileSync(FILE, 'utf8')).toBe(wanted);
  });
});
