/**
 * `npm run bench`: what scimulate costs, each figure beside a baseline of the same run. The ratios are what to quote.
 * `npm run bench -- NAME…` measures these parts only.
 */
import { measureCreates } from './creates.ts';
import { measureWholeRun } from './demo.ts';
import { measureExchangeOverhead } from './exchange.ts';
import { creatingProvider, searchingProvider } from './providers.ts';
import { measureRows } from './rows.ts';
import { measureStartup } from './startup.ts';

const line = (what: string, ours: string, baseline: string, ratio: string): unknown =>
  process.stdout.write(`${what.padEnd(52)}${ours.padStart(16)}${baseline.padStart(30)}${ratio.padStart(8)}\n`);
const times = (value: number): string => value.toFixed(2);
const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;
const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;
const microseconds = (value: number): string => `${value.toFixed(0)} µs`;
const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
const perSecond = (count: number, milliseconds: number): string => `${grouped((1000 * count) / milliseconds)}/s`;
const mebibytes = (kibibytes: number): string => `${(kibibytes / 1024).toFixed(0)} MiB`;

const startup = (): void => {
  for (const words of [['--help'], ['cases']]) {
    const { ours, bare, ratio } = measureStartup(words);
    const what = `start-up of scimulate ${words.join(' ')}`;
    line(what, milliseconds(ours), `node -e 0: ${milliseconds(bare)}`, times(ratio));
  }
};

const exchange = async (): Promise<void> => {
  const { ours, bare, ratio } = await measureExchangeOverhead();
  line('one exchange', microseconds(ours), `bare undici: ${microseconds(bare)}`, times(ratio));
};

const whole = async (): Promise<void> => {
  const { cases, requests, ours, bare, ratio } = await measureWholeRun();
  const what = `the whole run: ${cases} cases, ${requests} requests`;
  line(what, milliseconds(ours), `bare undici: ${milliseconds(bare)}`, times(ratio));
};

/** Here the ratio is the throughput: as much of bare undici's as can be had. */
const creates = async (): Promise<void> => {
  for (const provider of [await creatingProvider(), await searchingProvider()]) {
    for (const { concurrency, people, requests, ours, bare, ratio } of await measureCreates(provider, [1, 8, 32])) {
      const what = `apply, ${provider.title}, ${concurrency} at a time: ${grouped(people)} people`;
      const [rate, bareRate] = [perSecond(requests, ours), perSecond(requests, bare)];
      line(what, rate, `bare undici: ${bareRate}`, percent(1 / ratio));
    }
  }
};

const rows = async (): Promise<void> => {
  const [few, many] = [await measureRows(100_000), await measureRows(1_000_000)];
  for (const [what, which] of [
    ['apply, everybody new', 'first'],
    ['apply, nothing changed', 'second'],
  ] as const) {
    const [peak, fewPeak] = [many[which].peak, few[which].peak];
    const words = `memory: ${what}, ${grouped(many.rows)} rows`;
    line(words, mebibytes(peak), `${grouped(few.rows)} rows: ${mebibytes(fewPeak)}`, times(peak / fewPeak));
  }
  const { requests, milliseconds: ours } = many.second;
  const what = `apply, nothing changed: ${grouped(many.rows)} rows, ${requests} requests`;
  line(what, perSecond(many.rows, ours), `csv-parse: ${perSecond(many.rows, many.bare)}`, times(ours / many.bare));
};

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = { startup, exchange, whole, creates, rows };

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(PARTS, name));
if (unknown === undefined) {
  line('', 'scimulate', 'baseline', 'ratio');
  for (const [name, measure] of Object.entries(PARTS)) {
    if (wanted.length === 0 || wanted.includes(name)) await measure();
  }
} else {
  process.stderr.write(`There is no part ${unknown}; the parts are ${Object.keys(PARTS).join(', ')}.\n`);
  process.exitCode = 2;
}
