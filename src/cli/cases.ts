/** `scimulate cases`: the selection as a list. */
import { columnsOf, count, cut, padEnd, printable } from '../report/printable.ts';
import type { CaseInfo } from '../run/events.ts';
import { select } from '../run/select.ts';
import type { ConfigSettings } from './config.ts';
import { loadLibrary } from './library.ts';
import { profilesOf, type SelectionFlags, selectionOf, suitePathsOf } from './selection.ts';
import { widthOf } from './terminal.ts';

/** Prints the selected cases on stdout: a table for people, the catalogue's rows for programs. */
export const listCases = async (
  glob: string | undefined,
  flags: SelectionFlags & { readonly json?: boolean },
  settings: ConfigSettings,
): Promise<void> => {
  const { infos } = await loadLibrary(suitePathsOf(flags, settings), profilesOf(flags, settings));
  const selection = selectionOf(flags, settings);
  const only =
    glob === undefined ? (selection.only ?? []) : [...(flags.only === undefined ? [] : (selection.only ?? [])), glob];
  const selected = select(infos, { ...selection, only });
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(selected, null, 2)}\n`);
    return;
  }
  process.stdout.write(
    `${caseTable(selected, process.stdout.isTTY ? widthOf(process.stdout, process.env) : undefined).join('\n')}\n`,
  );
  const left = infos.length - selected.length;
  process.stderr.write(`${count(selected.length, 'case')}${left > 0 ? `; ${left} more are not selected` : ''}\n`);
};

/** One line per case: level, id, who needs it, title; titles are cut to the width, if there is one. */
export const caseTable = (infos: readonly CaseInfo[], columns: number | undefined): string[] => {
  const rows = infos.map(
    ({ level, id, idps, title }) => [level, printable(id), Object.keys(idps).join(' '), printable(title)] as const,
  );
  const widths = [0, 1, 2].map((index) => Math.max(0, ...rows.map((row) => columnsOf(row[index] ?? ''))));
  return rows.map((row) => {
    const [level = '', id = '', idps = ''] = widths.map((width, index) => padEnd(row[index] ?? '', width));
    const start = `${level}  ${id}  ${idps}`;
    const title = row[3];
    return `${start}  ${columns === undefined ? title : cut(title, Math.max(12, columns - columnsOf(start) - 2))}`.trimEnd();
  });
};
