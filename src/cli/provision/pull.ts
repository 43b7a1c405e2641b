/** `provision pull`: what the target has, as the identity provider's import would show it. */
import type { DirectoryRecord } from '../../directory/record.ts';
import { openWriter, type RecordWriter } from '../../directory/write.ts';
import type { PullEvent, PulledEntry, Resource } from '../../provision/events.ts';
import type { PullOptions } from '../../provision/options.ts';
import { pull } from '../../provision/pull.ts';
import { count, listed, printable } from '../../report/printable.ts';
import { createPullDocument, createPullTable, pullVerdict } from '../../report/provision/pull.ts';
import type { Config } from '../config.ts';
import { onInterrupt } from '../interrupt.ts';
import { readLines } from '../measure.ts';
import { UsageProblem } from '../problem.ts';
import type { StatusLine } from '../status-line.ts';
import { openTarget } from '../target.ts';
import { wantsColour } from '../terminal.ts';
import { type OutputFlags, statusLineFor } from './cycle.ts';
import { inColumns } from './left-out.ts';
import { choosePartners, type PartnerFlags } from './partners.ts';
import { type DirectoryFlags, openPeople } from './people.ts';

export interface PullFlags extends PartnerFlags, DirectoryFlags, OutputFlags {
  readonly state?: string | undefined;
  readonly resource?: string | undefined;
  readonly new?: boolean;
  readonly adopt?: string | readonly string[] | undefined;
  readonly output?: string | undefined;
  readonly 'output-groups'?: string | undefined;
}

/**
 * Lists on stdout, or into files, and adopts who was chosen.
 * @returns the exit status: 1 when somebody who was to be adopted was not
 * @throws UsageProblem, IdpProblem, DirectoryProblem, ProvisionProblem
 */
export const pullTarget = async (word: string | undefined, flags: PullFlags, config: Config): Promise<number> => {
  const { plan, dialect, mode } = await choosePartners(word, flags, config);
  const chosen = readLines(flags.adopt) ?? [];
  const resources = readResources(flags.resource);
  const closing: (() => Promise<void>)[] = [];
  try {
    const people = flags.people === undefined ? undefined : await openPeople(flags, config);
    if (people !== undefined) closing.push(people.close);
    const files = await openFiles(flags);
    closing.push(files.discard);
    const target = await openTarget(plan, flags);
    closing.push(target.close);
    const options: PullOptions = {
      ...{ client: target.client, dialect, mode },
      ...(flags.state !== undefined && { state: flags.state }),
      ...(resources && { resources }),
      newOnly: flags.new === true,
      ...(chosen.length > 0 && { adopt: chosen.includes('all') ? 'all' : chosen }),
      ...(people && { directory: people.directory }),
    };
    return await perform(options, flags, { files, chosen, hint: target.hint });
  } finally {
    for (const close of closing.reverse()) await close();
  }
};

const readResources = (text: string | undefined): readonly Resource[] | undefined => {
  if (text === undefined) return undefined;
  const [, word] = /^(user|group)s?$/i.exec(text.trim()) ?? [];
  if (word === undefined) throw new UsageProblem(`--resource: \`${text}\` is neither users nor groups`);
  return [word.toLowerCase() === 'user' ? 'user' : 'group'];
};

/** Where entries are written to beside the listing. */
interface Files {
  write(entry: PulledEntry): Promise<void>;
  /** What there is to say about the files. */
  close(): Promise<readonly string[]>;
  discard(): Promise<void>;
}

const openFiles = async ({ output, 'output-groups': groups }: PullFlags): Promise<Files> => {
  const writers = new Map<
    Resource,
    { readonly path: string; readonly writer: RecordWriter; readonly isCsv: boolean }
  >();
  const paths = [['user', output] as const, ['group', groups] as const];
  for (const [resource, path] of paths) {
    if (path === undefined) continue;
    const format = /\.(ndjson|jsonl)$/i.test(path) ? 'ndjson' : 'csv';
    const kind = resource === 'user' ? 'person' : 'group';
    const writer = await openWriter({ path, kind, format, columns: ['status', 'targetId'] });
    writers.set(resource, { path, writer, isCsv: format === 'csv' });
  }
  return {
    async write(entry) {
      const { writer, isCsv = false } = writers.get(entry.resource) ?? {};
      await writer?.write(recordOf(entry, isCsv));
    },
    async close() {
      const lines: string[] = [];
      for (const { path, writer } of writers.values()) {
        const { records, leftOut, formulas } = await writer.close();
        lines.push(`wrote ${path}: ${count(records, 'row')}`);
        if (leftOut.length > 0)
          lines.push(`  it has no column for ${listed(leftOut, 6)}; an .ndjson file has all of it`);
        if (formulas > 0) lines.push(`  ${count(formulas, 'cell')} would be taken for a formula by a spreadsheet`);
      }
      writers.clear();
      return lines;
    },
    async discard() {
      for (const { writer } of writers.values()) await writer.discard();
      writers.clear();
    },
  };
};

const recordOf = (
  { resource, id, name, status, targetId, attributes }: PulledEntry,
  isCsv: boolean,
): DirectoryRecord => {
  const at = { file: '', line: 0 };
  const own = { ...(isCsv ? inColumns(attributes, id) : attributes), status, targetId };
  return resource === 'user'
    ? { kind: 'person', id, attributes: own, at }
    : { kind: 'group', id, displayName: name, attributes: own, at };
};

interface Surroundings {
  readonly files: Files;
  readonly chosen: readonly string[];
  readonly hint: string | undefined;
}

const perform = async (
  options: PullOptions,
  flags: PullFlags,
  { files, chosen, hint }: Surroundings,
): Promise<number> => {
  const line = statusLineFor(flags);
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  const listing = listingFor(flags);
  const missing = new Set(chosen.filter((word) => word !== 'all'));
  let finished: Extract<PullEvent, { type: 'finished' }> | undefined;
  try {
    for await (const event of pull({ ...options, signal: stop.signal })) {
      listing.on(event);
      watch(event, line);
      if (event.type === 'pulled') await files.write(event.entry);
      if (event.type === 'adopted' || (event.type === 'pulled' && event.entry.status === 'Imported')) {
        for (const word of wordsFor(event.entry, missing)) missing.delete(word);
      }
      if (event.type === 'finished') finished = event;
    }
  } finally {
    line.end();
    release();
  }
  if (finished === undefined) throw new Error('the listing ended without a summary');
  const complete = finished.stopped === undefined;
  const written = complete ? await files.close() : [];
  const nobody = complete && missing.size > 0 ? [`not adopted: ${listed([...missing], 6)}`] : [];
  const help = finished.stopped?.kind === 'lost' && hint !== undefined ? [hint] : [];
  process.stderr.write(`${[pullVerdict(finished), ...written, ...nobody.map(printable), ...help].join('\n')}\n`);
  return finished.exitCode === 0 && nobody.length > 0 ? 1 : finished.exitCode;
};

/** The words of --adopt that mean this one. */
const wordsFor = ({ id, targetId, name }: PulledEntry, words: ReadonlySet<string>): readonly string[] =>
  [...words].filter((word) => word === id || word === targetId || word.toLowerCase() === name.toLowerCase());

const listingFor = (flags: PullFlags): { on(event: PullEvent): void } => {
  const write = (text: string): void => void process.stdout.write(text);
  if (flags.json === true) return createPullDocument(write);
  // What goes into a file is not told twice.
  if (flags.output !== undefined || flags['output-groups'] !== undefined) return { on: () => {} };
  return createPullTable(write, { colour: wantsColour(process.stdout, flags['no-color'] === true, process.env) });
};

const watch = (event: PullEvent, line: StatusLine): void => {
  if (event.type === 'notice') line.say(`! ${event.message}`);
  // On a terminal the table itself shows how far it is.
  if (process.stdout.isTTY) return;
  if (event.type === 'page') {
    const { resource, read, total } = event;
    line.watch(() => `reading ${resource}s  ${read}${total === undefined ? '' : ` of ${total}`}`);
  } else if (event.type === 'waiting') line.watch(() => `waiting ${Math.ceil(event.seconds)} s: ${event.because}`);
};
