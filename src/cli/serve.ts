/** `scimulate serve`: the embedded service provider until somebody ends it. */
import { columnsOf, cut, padEnd } from '../report/printable.ts';
import { FAULTS } from '../serve/faults/index.ts';
import { PRESETS } from '../serve/presets.ts';
import { type ServeOptions, startServer } from '../serve/server.ts';
import { VARIATIONS } from '../serve/variations/index.ts';
import { didYouMean } from '../suite/suggest.ts';
import { readDuration, readList, readRate, readWhole } from './measure.ts';
import { UsageProblem } from './problem.ts';
import { widthOf } from './terminal.ts';

/** The flags of `serveFlags`, as parsed. */
export interface ServeFlags {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly token?: string | undefined;
  readonly preset?: string | undefined;
  readonly fault?: string | readonly string[] | undefined;
  readonly variation?: string | readonly string[] | undefined;
  readonly lag?: string | undefined;
  readonly latency?: string | undefined;
  readonly rate?: string | undefined;
}

const DEFAULT_PORT = 4444;

/** The options of the server. @throws UsageProblem for what does not exist or makes no sense */
export const serveOptions = (flags: ServeFlags): ServeOptions => {
  const { faults, variations } = readWays(flags);
  const presets = PRESETS.map(({ name }) => name);
  const { host, token, preset } = flags;
  if (preset !== undefined && !presets.includes(preset)) throw unknown('preset', preset, presets);
  return {
    port: flags.port === undefined ? DEFAULT_PORT : readWhole(flags.port, '--port', 0, 65_535),
    faults,
    variations,
    ...(host !== undefined && { host }),
    ...(token !== undefined && { token }),
    ...(preset !== undefined && { preset }),
    ...(flags.lag !== undefined && { lagMs: readDuration(flags.lag, '--lag') }),
    ...(flags.latency !== undefined && { latencyMs: readDuration(flags.latency, '--latency') }),
    ...(flags.rate !== undefined && { ratePerSecond: readRate(flags.rate, '--rate') }),
  };
};

/** The ids after `--fault` and `--variation`. @throws UsageProblem for one that does not exist */
export const readWays = (
  flags: Pick<ServeFlags, 'fault' | 'variation'>,
): { readonly faults: readonly string[]; readonly variations: readonly string[] } => ({
  faults: known('fault', flags.fault, FAULTS),
  variations: known('variation', flags.variation, VARIATIONS),
});

const known = (
  what: 'fault' | 'variation',
  given: ServeFlags['fault'],
  all: readonly { readonly id: string }[],
): readonly string[] => {
  const words = readList(given) ?? [];
  const ids = all.map(({ id }) => id);
  for (const word of words) if (!ids.includes(word)) throw unknown(what, word, ids);
  return words;
};

const unknown = (what: 'fault' | 'preset' | 'variation', word: string, ids: readonly string[]): UsageProblem =>
  new UsageProblem(
    `--${what}: there is no ${what} \`${word}\``,
    didYouMean(word, ids) ?? `scimulate serve --list names the ${what}s.`,
  );

/** Resolves when SIGTERM or SIGINT has ended the server; the exit status stays 0. @throws UsageProblem for a word, which only the list takes */
export const serve = async (flags: ServeFlags, word?: string): Promise<void> => {
  if (word !== undefined) throw new UsageProblem(`did not expect \`${word}\``, `Did you mean serve --list ${word}?`);
  const server = await startServer(serveOptions(flags)).catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === undefined
      ? error
      : new UsageProblem(listenProblem(error), 'Choose another with --port or --host; --port 0 takes any free port.');
  });
  if (flags.token === undefined) process.stderr.write(`token: ${server.token}\n`);
  process.stdout.write(`listening on ${server.url}\n`);
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  await ended;
  await server.close();
};

const listenProblem = ({ code, message }: NodeJS.ErrnoException): string => {
  if (code === 'EADDRINUSE') return 'the port is taken';
  if (code === 'EACCES') return 'the port may not be used without more rights';
  return code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' ? 'this machine does not have that address' : message;
};

/** Name and title. */
type Row = readonly [string, string];

/**
 * Names presets, variations and faults, these sorted by id, on stdout; with a word only those that have it in id or title.
 * @throws UsageProblem when none has
 */
export const listServer = (word = ''): void => {
  const columns = widthOf(process.stdout, process.env);
  const sections = [
    [
      'PRESETS',
      rowsWith(
        word,
        PRESETS.map(({ name, title }) => [name, title] as const),
      ),
    ],
    ['VARIATIONS', rowsWith(word, sorted(VARIATIONS))],
    ['FAULTS', rowsWith(word, sorted(FAULTS))],
  ] as const;
  const found = sections.filter(([, rows]) => rows.length > 0);
  if (found.length === 0) {
    throw new UsageProblem(
      `no preset, no variation and no fault has \`${word}\` in its id or title`,
      'serve --list names them all.',
    );
  }
  const blocks = found.map(([title, rows]) => [title, ...table(rows, columns)].join('\n'));
  process.stdout.write(`${blocks.join('\n\n')}\n`);
};

const sorted = (all: readonly { readonly id: string; readonly title: string }[]): readonly Row[] =>
  all.map(({ id, title }) => [id, title] as const).toSorted(([one], [other]) => (one < other ? -1 : 1));

const rowsWith = (word: string, rows: readonly Row[]): readonly Row[] =>
  rows.filter((texts) => texts.some((one) => one.toLowerCase().includes(word.toLowerCase())));

const table = (rows: readonly Row[], columns: number): string[] => {
  const width = Math.max(0, ...rows.map(([name]) => columnsOf(name)));
  return rows.map(
    ([name, title]) => `  ${padEnd(name, width)}  ${process.stdout.isTTY ? cut(title, columns - width - 4) : title}`,
  );
};
