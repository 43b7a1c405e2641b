/**
 * `npm run faults [-- ID…]`: starts the embedded server with each fault (all of them by default), judges it, and writes into
 * fixtures/faults.json which cases broke. It is a proposal: read the difference before committing it, for each line claims
 * that the fault should do this. The file is read and written anew for every fault, so that several can run side by side.
 *
 * `npm run faults -- [ID…] --only GLOB`: tells by case which faults break it. With `--write` it corrects the lines of these
 * cases in the file, and no others: quicker than judging all cases anew after adding some.
 *
 * `npm run faults -- [ID…] --seed NUMBER`: judges at another pace, in another order for each number, and writes nothing. What
 * comes or goes depends on what other cases do at that moment: such a case lacks a resource of its own, or should be alone.
 */
import { report } from '../cli/complaint.ts';
import { loadFiles } from '../cli/library.ts';
import { FAULTS } from '../serve/faults/index.ts';
import { byCase, corrected, readFaultOrders } from './fault-orders.ts';
import { brokenCases, judgeInside, ourCatalogue, withNeeds } from './judge.ts';
import { readNamedFaults, writeNamedFaults } from './named-faults.ts';

const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const existing = new Set(FAULTS.map(({ id }) => id));

const tell = (id: string, before: readonly string[] | undefined, now: readonly string[]): void => {
  const gone = (before ?? []).filter((one) => !now.includes(one)).map((one) => ` -${one}`);
  const come = now.filter((one) => !before?.includes(one)).map((one) => ` +${one}`);
  const words = now.length === 0 ? ' breaks nothing' : gone.length + come.length === 0 ? ' as before' : '';
  say(`${id}:${words}${gone.join('')}${come.join('')}`);
};

const writeDown = (id: string, broken: readonly string[]): void => {
  const known = Object.entries({ ...readNamedFaults(), [id]: [...broken] }).filter(([name]) => existing.has(name));
  writeNamedFaults(Object.fromEntries(known.sort(([one], [other]) => (one < other ? -1 : 1))));
};

const CROWDED = 16;

const atAnotherPace = async (ids: readonly string[], seed: number): Promise<void> => {
  for (const id of ids) {
    const judged = await judgeInside({ faults: [id] }, {}, { concurrency: CROWDED, seed });
    tell(id, readNamedFaults()[id], brokenCases(judged));
  }
};

const propose = async (ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    const broken = brokenCases(await judgeInside({ faults: [id] }));
    tell(id, readNamedFaults()[id], broken);
    writeDown(id, broken);
  }
  const killed = new Set(Object.values(readNamedFaults()).flat());
  const alive = (await ourCatalogue()).map(({ id }) => id).filter((id) => !killed.has(id));
  say(`\n${alive.length} cases that no fault breaks${alive.map((id) => `\n  ${id}`).join('')}`);
};

const look = async (ids: readonly string[], cases: readonly string[], write: boolean): Promise<void> => {
  const brokenBy = new Map<string, readonly string[]>();
  const only = await withNeeds(cases);
  for (const id of ids) {
    const broken = brokenCases(await judgeInside({ faults: [id] }, { only })).filter((one) => cases.includes(one));
    brokenBy.set(id, broken);
    if (write) writeDown(id, corrected(readNamedFaults()[id] ?? [], cases, broken));
  }
  for (const lines of byCase(cases, brokenBy)) say(lines);
};

try {
  // What is judged with half of the suites would be written down as if the other half held.
  await loadFiles([]);
  const { ids, cases, write, seed } = readFaultOrders(process.argv.slice(2), [...existing], await ourCatalogue());
  if (seed !== undefined) await atAnotherPace(ids, seed);
  else await (cases === undefined ? propose(ids) : look(ids, cases, write));
} catch (error) {
  report(error, { json: false, verbose: false });
}
