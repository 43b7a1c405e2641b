/** `--reporter NAME[:PATH]`: which reports are written, and where. */
import { resolve } from 'node:path';
import { type Destination, fileDestination, streamDestination } from '../report/destination.ts';
import { REPORTERS, type ReporterName } from '../report/reporter.ts';
import { didYouMean } from '../suite/suggest.ts';
import { UsageProblem } from './problem.ts';

/** A report and its place; data goes to stdout unless it is given another. */
export interface Outlet<Name extends string = ReporterName> {
  readonly name: Name;
  readonly place: 'stdout' | 'stderr' | { readonly file: string };
}

/** The reports that a command can write. */
export interface Offer<Name extends string> {
  readonly known: readonly Name[];
  /** Where the text goes when nothing is said: stderr, unless it is what the command is run for. */
  readonly text: 'stdout' | 'stderr';
}

const OF_A_RUN: Offer<ReporterName> = { known: REPORTERS, text: 'stderr' };

const readOutlet = <Name extends string>(text: string, { known, text: place }: Offer<Name>): Outlet<Name> => {
  const colon = text.indexOf(':');
  const word = colon < 0 ? text : text.slice(0, colon);
  const path = colon < 0 ? undefined : text.slice(colon + 1);
  const name = known.find((one) => one === word);
  if (name === undefined)
    throw new UsageProblem(`--reporter: there is no reporter \`${word}\``, didYouMean(word, known, 'Reporters'));
  if (path === '')
    throw new UsageProblem(`--reporter: there is no path after \`${name}:\``, `Write ${name}:FILE, or ${name} alone.`);
  if (path !== undefined && path !== '-') return { name, place: { file: path } };
  return { name, place: name === 'text' && path === undefined ? place : 'stdout' };
};

/** As `readOutletsOf`, of a run of `test`. */
export const readOutlets = (reporters: readonly string[], json: boolean, quiet: boolean): Outlet[] =>
  readOutletsOf(OF_A_RUN, reporters, json, quiet);

/**
 * The reports that were asked for. The one for people comes along, unless it has been given a place, --quiet says no, or
 * stdout carries data: then a terminal would show both.
 */
export const readOutletsOf = <Name extends string>(
  offer: Offer<Name>,
  reporters: readonly string[],
  json: boolean,
  quiet: boolean,
): Outlet<Name>[] => {
  const asked = [...reporters, ...(json ? ['json:-'] : [])].map((text) => readOutlet(text, offer));
  const outlets = asked.filter(
    ({ name, place }, index) =>
      place !== 'stdout' || asked.findIndex((other) => other.name === name && other.place === place) === index,
  );
  const onStdout = outlets.filter(({ place }) => place === 'stdout');
  if (onStdout.length > 1) {
    const names = onStdout.map(({ name }) => name).join(' and ');
    throw new UsageProblem(
      `the reports ${names} cannot both go to stdout`,
      'Give all but one of them a file: --reporter NAME:FILE.',
    );
  }
  const files = outlets.flatMap(({ place }) => (typeof place === 'object' ? [resolve(place.file)] : []));
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined)
    throw new UsageProblem(`two reports cannot both go to ${twice}`, 'Give each a file of its own.');
  const hasText = outlets.some(({ name }) => name === 'text');
  return hasText || quiet || onStdout.length > 0 ? outlets : [...outlets, readOutlet('text', offer)];
};

/** Opens the place of a report. @throws UsageProblem when its file cannot be written */
export const openOutlet = ({ name, place }: Outlet<string>): Destination => {
  if (place === 'stdout') return streamDestination(process.stdout);
  if (place === 'stderr') return streamDestination(process.stderr);
  try {
    return fileDestination(place.file);
  } catch (error) {
    throw new UsageProblem(
      `--reporter ${name}: ${place.file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};
