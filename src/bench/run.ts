/** `npm run bench`: what scimulate costs, each figure beside a baseline of the same run. The ratios are what to quote. */
import { measureWholeRun } from './demo.ts';
import { measureExchangeOverhead } from './exchange.ts';
import { measureStartup } from './startup.ts';

const line = (what: string, ours: string, baseline: string, ratio: number): unknown =>
  process.stdout.write(
    `${what.padEnd(44)}${ours.padStart(12)}${baseline.padStart(26)}${ratio.toFixed(2).padStart(8)}\n`,
  );
const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;
const microseconds = (value: number): string => `${value.toFixed(0)} µs`;

process.stdout.write(`${''.padEnd(44)}${'scimulate'.padStart(12)}${'baseline'.padStart(26)}${'ratio'.padStart(8)}\n`);
for (const words of [['--help'], ['cases']]) {
  const { ours, bare, ratio } = measureStartup(words);
  line(`start-up of scimulate ${words.join(' ')}`, milliseconds(ours), `node -e 0: ${milliseconds(bare)}`, ratio);
}
const exchange = await measureExchangeOverhead();
line('one exchange', microseconds(exchange.ours), `bare undici: ${microseconds(exchange.bare)}`, exchange.ratio);
const whole = await measureWholeRun();
line(
  `the whole run: ${whole.cases} cases, ${whole.requests} requests`,
  milliseconds(whole.ours),
  `bare undici: ${milliseconds(whole.bare)}`,
  whole.ratio,
);
