/**
 * `npm run faults [-- ID…]`: starts the embedded server with each fault, judges it, and writes into fixtures/faults.json which
 * cases broke. It is a proposal: read the difference before committing it, for each line claims that the fault should do this.
 */
import { FAULTS } from '../serve/faults/index.ts';
import { brokenCases, judgeServer, ourCatalogue } from './judge.ts';
import { type NamedFaults, readNamedFaults, writeNamedFaults } from './named-faults.ts';

const say = (line: string): unknown => process.stdout.write(`${line}\n`);

const wanted = process.argv.slice(2);
const named = readNamedFaults();
const proposed: NamedFaults = {};
for (const { id } of FAULTS.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
  const known = named[id];
  const broken =
    known === undefined || wanted.length === 0 || wanted.includes(id)
      ? brokenCases(await judgeServer({ faults: [id] }))
      : known;
  proposed[id] = broken;
  if (broken !== known) {
    say(`${id}: ${broken.join(' ') || 'breaks nothing'}`);
  }
}
writeNamedFaults(proposed);

const killed = new Set(Object.values(proposed).flat());
const alive = (await ourCatalogue()).map(({ id }) => id).filter((id) => !killed.has(id));
say(`\n${alive.length} cases that no fault breaks${alive.map((id) => `\n  ${id}`).join('')}`);
