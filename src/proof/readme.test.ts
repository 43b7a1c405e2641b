import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CaseInfo } from '../run/events.ts';
import { ourCatalogue } from './judge.ts';

const FILE = join(resolve(import.meta.dirname, '../..'), 'README.md');
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
});
