/**
 * `npm run faults [-- ID…]`: starts the embedded server with each fault (all of them by default), judges it, and writes into
 * fixtures/faults.json which cases broke. It is a proposal: read the difference before committing it, for each line claims
 * that the fault should do this. The file is read and written anew for every fault, so that several can run side by side.
 *
 * `npm run faults -- [ID…] --only GLOB`: tells by case which faults break it, and writes nothing.
 */
import { report } from '../cli/complaint.ts';
import { loadFiles } from '../cli/library.ts';
import { FAULTS } from '../serve/faults/index.ts';
import { byCase, readFaultOrders } from './fault-orders.ts';
import { brokenCases, judgeInside, ourCatalogue } from './judge.ts';
import { readNamedFaults, writeNamedFaults } from './named-faults.ts';

const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const existing = new Set(FAULTS.map(({ id }) => id));

const tell = (id: string, before: readonly string[] | undefined, now: readonly string[]): void => {
  const gone = (before ?? []).filter((one) => !now.includes(one)).map((one) => ` -${one}`);
  const come = now.filter((one) => !before?.includes(one)).map((one) => ` +${one}`);
  const words = now.length === 0 ? ' breaks nothing' : gone.length + come.length === 0 ? ' as before' : '';
  say(`${id}:${words}${gone.join('')}${come.join('')}`);
};

const propose = async (ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    const broken = brokenCases(await judgeInside({ faults: [id] }));
    const { [id]: before, ...others } = readNamedFaults();
    const known = Object.entries({ ...others, [id]: broken }).filter(([name]) => existing.has(name));
    writeNamedFaults(Object.fromEntries(known.sort(([one], [other]) => (one < other ? -1 : 1))));
    tell(id, before, broken);
  }
  const killed = new Set(Object.values(readNamedFaults()).flat());
  const alive = (await ourCatalogue()).map(({ id }) => id).filter((id) => !killed.has(id));
  say(`\n${alive.length} cases that no fault breaks${alive.map((id) => `\n  ${id}`).join('')}`);
};

const look = async (ids: readonly string[], cases: readonly string[]): Promise<void> => {
  const brokenBy = new Map<string, readonly string[]>();
  for (const id of ids) brokenBy.set(id, brokenCases(await judgeInside({ faults: [id] }, { only: cases })));
  for (const lines of byCase(cases, brokenBy)) say(lines);
};

try {
  // What is judged with half of the suites would be written down as if the other half held.
  await loadFiles([]);
  const { ids, cases } = readFaultOrders(process.argv.slice(2), [...existing], await ourCatalogue());
  await (cases === undefined ? propose(ids) : look(ids, cases));
} catch (error) {
  report(error, { json: false, verbose: false });
}
