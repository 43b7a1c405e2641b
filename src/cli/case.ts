/** `scimulate cases show`: one case, explained. */
import { createPaint, type Paint } from '../report/paint.ts';
import { printable, wrap } from '../report/printable.ts';
import { labelled, requirementLines } from '../report/requirement.ts';
import type { CaseInfo } from '../run/events.ts';
import type { Case, Dialect, IdpNeed, OperationForm, Step } from '../suite/model.ts';
import { didYouMean } from '../suite/suggest.ts';
import type { ConfigSettings } from './config.ts';
import { type Library, loadLibrary, readSource } from './library.ts';
import { UsageProblem } from './problem.ts';
import { type SelectionFlags, suitePathsOf } from './selection.ts';
import { wantsColour, widthOf } from './terminal.ts';

/** The flags that showing a case listens to. */
export type ShowFlags = Pick<SelectionFlags, 'suite'> & { readonly json?: boolean; readonly 'no-color'?: boolean };

/** Prints the case on stdout. @throws UsageProblem when there is no such case */
export const showCase = async (id: string, flags: ShowFlags, settings: ConfigSettings): Promise<void> => {
  const { ourProfiles } = await import('../suite/load.ts');
  // Only the cases of the profiles themselves need them to be read.
  const library = await loadLibrary(suitePathsOf(flags, settings), isOfProfile(id, await ourProfiles()));
  const info = library.infos.find((one) => one.id === id);
  const ids = library.infos.map((one) => one.id);
  if (info === undefined) throw new UsageProblem(`there is no case \`${id}\``, hintFor(id, ids));
  const found = library.loaded.suites.flatMap((suite) => suite.cases).find((one) => one.id === id);
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(found === undefined ? info : { ...info, ...detailsOf(found) }, null, 2)}\n`);
    return;
  }
  const paint = createPaint(wantsColour(process.stdout, flags['no-color'] === true, process.env));
  process.stdout.write(`${caseLines(info, found, library, paint, widthOf(process.stdout, process.env)).join('\n')}\n`);
};

const isOfProfile = (id: string, profiles: readonly string[]): readonly string[] =>
  profiles.filter((name) => id.startsWith(`${name}/`));

const hintFor = (id: string, ids: readonly string[]): string => {
  const below = ids.filter((one) => one.startsWith(`${id.replace(/\/+$/, '')}/`));
  if (below.length > 0) return `There are ${below.length} below it: scimulate cases '${id.replace(/\/+$/, '')}/**'`;
  return didYouMean(id, ids) ?? 'scimulate cases lists them.';
};

const detailsOf = ({ when, needs, alone, declared, mode, variant, at }: Case) => ({
  ...(when && { when: when.text }),
  needs,
  alone,
  declared,
  ...(mode !== undefined && { mode }),
  ...(variant !== undefined && { variant }),
  at,
  source: sourceOf(at.file, at.line),
});

const caseLines = (
  info: CaseInfo,
  found: Case | undefined,
  library: Library,
  paint: Paint,
  columns: number,
): string[] => {
  const { requirements, dialects } = library.loaded;
  const row = (label: string, text: string | undefined): string[] =>
    text === undefined || text === '' ? [] : labelled(label, text, columns - 2, paint.faint);
  const needs = (need: IdpNeed['need']): string[] =>
    Object.entries(info.idps)
      .filter(([, one]) => one.need === need)
      .map(([idp, { features }]) => {
        const dialect = dialects.get(idp);
        return `${dialect?.title ?? idp}: ${features.map((feature) => dialect?.features[feature] ?? feature).join(', ')}`;
      });
  const about = [
    ...row('level', info.level),
    ...requirementLines(info.cites, requirements, columns - 2, paint, info.cites.length),
    ...row('why', info.why),
    ...needs('required').flatMap((text, index) => row(index === 0 ? 'needed by' : ' ', text)),
    ...needs('optional').flatMap((text, index) => row(index === 0 ? 'of use to' : ' ', text)),
    ...Object.keys(info.profiles ?? {}).flatMap((name, index) =>
      row(index === 0 ? 'asked by' : ' ', library.loaded.profiles.get(name)?.title),
    ),
    ...row('runs when', found?.when?.text),
    ...row('after', found?.needs.join(', ')),
    ...row('alone', found?.alone ? 'yes: it judges whole collections' : undefined),
    ...row('declared', found?.declared ? 'only what the schemas of the target declare is sent and asked' : undefined),
    ...row('mode', modeOf(found, dialects)),
    ...row('evidence', info.evidence),
    ...info.sources.flatMap((source, index) => row(index === 0 ? 'sources' : '', source)),
    ...row('stands in', found ? `${found.at.file}:${found.at.line}` : 'src/checks: it watches every exchange of a run'),
  ];
  return [
    paint.strong(printable(info.id)),
    ...wrap(printable(info.title), columns - 2).map((line) => `  ${line}`),
    '',
    ...about.map((line) => `  ${line}`),
    ...(found
      ? [
          '',
          ...operationLines(found, dialects, paint),
          ...sourceOf(found.at.file, found.at.line).map((line) => `  ${printable(line)}`),
        ]
      : []),
    '',
    `  ${paint.command(againCommand(info, found))}`,
  ];
};

/** A check watches the exchanges of other cases; a case of a profile is there when the profile is asked for. */
const againCommand = ({ id, profiles = {} }: CaseInfo, found: Case | undefined): string =>
  [
    'scimulate test TARGET',
    ...Object.keys(profiles).map((name) => `--profile ${name}`),
    ...(found ? [] : ["--only 'users/**'"]),
    `--only ${id} -v`,
  ].join(' ');

const modeOf = (found: Case | undefined, dialects: ReadonlyMap<string, Dialect>): string | undefined => {
  if (found?.dialect === undefined || found.mode === undefined) return undefined;
  const title = dialects.get(found.dialect)?.modes[found.mode]?.title;
  return title === undefined ? found.mode : `${found.mode}, ${title}`;
};

/** What the identity provider sends where the case says `do:`. */
const operationLines = (found: Case, dialects: ReadonlyMap<string, Dialect>, paint: Paint): string[] => {
  const dialect = found.dialect === undefined ? undefined : dialects.get(found.dialect);
  if (dialect === undefined) return [];
  const mode = found.mode ?? Object.keys(dialect.modes)[0] ?? '';
  const names = [...new Set(found.steps.flatMap((step) => (step.kind === 'operation' ? [step.operation] : [])))];
  const lines = names.flatMap((name) => {
    const form = dialect.operations[name]?.forms[mode];
    return form === undefined
      ? []
      : [`  ${paint.strong(name)} ${paint.faint(`[${form.evidence}]`)}  ${requestsOf(form)}`];
  });
  return lines.length === 0
    ? []
    : [
        `  ${paint.faint(`what ${dialect.title} sends, as ${dialect.file} says:`)}`,
        ...lines.map((line) => `  ${line}`),
        '',
      ];
};

const requestsOf = ({ requests }: OperationForm): string => requests.map(requestOf).join(', then ');

const requestOf = (step: Extract<Step, { kind: 'request' | 'pages' }>): string =>
  printable(`${step.request.method} ${step.request.path}${step.kind === 'pages' ? ' page by page' : ''}`);

/** The lines of the case in its file: from its `- id:` to the next one. */
const sourceOf = (file: string, line: number): string[] => {
  const [first = '', ...rest] = (readSource(file) ?? '').split(/\r?\n/).slice(line - 1);
  const margin = first.length - first.trimStart().length;
  const end = rest.findIndex((text) => text.trim() !== '' && text.length - text.trimStart().length <= margin);
  const lines = [first, ...(end < 0 ? rest : rest.slice(0, end))];
  return lines.slice(0, lines.findLastIndex((text) => text.trim() !== '') + 1).map((text) => text.slice(margin));
};
