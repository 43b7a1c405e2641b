/**
 * `npm run faults [-- ID…]`: starts the embedded server with each fault, judges it, and writes into fixtures/faults.json which
 * cases broke. It is a proposal: read the difference before committing it, for each line claims that the fault should do this.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FAULTS } from '../serve/faults/index.ts';
import { brokenCases, judgeServer, ourCatalogue } from './judge.ts';

const FILE = join(resolve(import.meta.dirname, '../..'), 'fixtures/faults.json');
const wanted = process.argv.slice(2);
const named: Record<string, string[]> = JSON.parse(readFileSync(FILE, 'utf8'));
const proposed: Record<string, string[]> = {};
for (const { id } of FAULTS.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
  const again = wanted.length === 0 || wanted.includes(id) || named[id] === undefined;
  proposed[id] = again ? brokenCases(await judgeServer({ faults: [id] })) : (named[id] ?? []);
  if (again) {
    console.log(`${id}: ${proposed[id].length === 0 ? 'breaks nothing' : proposed[id].join(' ')}`);
  }
}
writeFileSync(FILE, `${JSON.stringify(proposed, null, 1)}\n`);
const killed = new Set(Object.values(proposed).flat());
const alive = (await ourCatalogue()).filter(({ id }) => !killed.has(id));
console.log(`\n${alive.length} cases that no fault breaks:\n${alive.map(({ id }) => `  ${id}`).join('\n')}`);
