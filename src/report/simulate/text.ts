/** The report for people of a simulation: whether the target still is what the identity provider told it. */
import type { Json } from '../../scim/json.ts';
import type { Drift } from '../../simulate/drift.ts';
import { exchangeLines, targetOf } from '../exchange.ts';
import { createPaint, type Paint } from '../paint.ts';
import { count, cut, listed, printable, wrap } from '../printable.ts';
import type { ProvisionContext } from '../provision/listener.ts';
import { withoutQueries } from '../provision/record.ts';
import { refusalLines, rejectedLines } from '../provision/trouble.ts';
import type { FoundDrift, SimulateRecord } from './record.ts';

const MOST = { causes: 5, differences: 5, members: 3, attributes: 10, verbose: 200, notices: 10 };

/** The whole report of a finished simulation, ending in a line end; throws when it has no end. */
export const simulateText = (record: SimulateRecord, context: ProvisionContext): string => {
  const paint = createPaint(context.colour);
  const sections = [
    headLines(record, context, paint),
    noticeLines(record, context, paint),
    rejectedLines(record.lastCycle, context, paint),
    refusalLines(record.lastCycle, context, paint),
    unreadLines(record, context, paint),
    driftLines(record, context, paint),
    [...summaryLines(record, context, paint), '', ...verdictLines(record, context, paint)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

const headLines = ({ started }: SimulateRecord, context: ProvisionContext, paint: Paint): string[] => {
  if (started === undefined) return [];
  const { idp, mode, target, people, groups, days, seed } = started;
  return [
    `${paint.strong(`${printable(context.idpTitle(idp))} (${mode})`)} → ${paint.strong(printable(target))}`,
    paint.faint(
      `a company of ${count(people, 'person', 'people')} and ${count(groups, 'group')} on its first day, ${count(days, 'day')}, seed ${seed}`,
    ),
  ];
};

const noticeLines = ({ notices }: SimulateRecord, { columns, verbose }: ProvisionContext, paint: Paint): string[] => {
  const shown = notices.slice(0, verbose ? notices.length : MOST.notices);
  return shown.flatMap((message) =>
    wrap(printable(message), columns - 2).map((line, index) => `${index === 0 ? paint.doubtful('!') : ' '} ${line}`),
  );
};

const unreadLines = (
  { lastCheckpoint }: SimulateRecord,
  { columns, verbose }: ProvisionContext,
  paint: Paint,
): string[] => {
  const unread = lastCheckpoint?.unread ?? [];
  if (unread.length === 0) return [];
  const shown = unread.slice(0, verbose ? MOST.verbose : MOST.differences);
  return [
    paint.doubtful(`${count(unread.length, 'resource')} could not be read back`),
    ...shown.map(({ resource, because }) => `  ${cut(printable(`${resource}  ${because}`), columns - 2)}`),
    ...(unread.length > shown.length ? [paint.faint(`  and ${unread.length - shown.length} more`)] : []),
  ];
};

/** Under the exchange after which they were there, the first exchange first, and in full. */
const driftLines = (record: SimulateRecord, context: ProvisionContext, paint: Paint): string[] => {
  const sorted = record.drift.toSorted((one, other) => orderOf(one) - orderOf(other));
  const groups = [...Map.groupBy(sorted, ({ drift }) => drift.since?.exchange)];
  const shown = groups.slice(0, context.verbose ? MOST.verbose : MOST.causes);
  const rest = groups.slice(shown.length);
  const left = rest.reduce((sum, [, differences]) => sum + differences.length, 0);
  return [
    ...shown.flatMap(([, differences], index) => [
      ...(index === 0 ? [] : ['']),
      ...causeLines(differences, context, paint),
      ...(index === 0 || context.verbose ? exchangeOf(differences, record, context, paint) : []),
    ]),
    ...(left > 0
      ? [
          '',
          paint.faint(
            `${count(left, 'more difference')}, after ${count(rest.length, 'more exchange')} (-v shows them)`,
          ),
          ...wrap(printable(`in all: ${inAll(sorted)}`), context.columns).map(paint.faint),
        ]
      : []),
  ];
};

/** `3 resources that were deleted and are shown; userName of 12, emails of 11`, so that what is not shown is named. */
const inAll = (found: readonly FoundDrift[]): string => {
  const kinds = Map.groupBy(found, ({ drift }) => kindOf(drift));
  const resources = (kind: string): number => new Set(kinds.get(kind)?.map(({ drift }) => drift.resource)).size;
  const whole = [STILL_THERE, GONE].filter((kind) => kinds.has(kind)).map((kind) => `${resources(kind)} ${kind}`);
  const attributes = [...kinds.keys()]
    .filter((kind) => kind !== STILL_THERE && kind !== GONE)
    .toSorted((one, other) => resources(other) - resources(one))
    .map((kind) => `${kind} of ${resources(kind)}`);
  return [...whole, ...(attributes.length === 0 ? [] : [listed(attributes, MOST.attributes)])].join('; ');
};

const STILL_THERE = 'deleted, and shown all the same';
const GONE = 'told, and not shown';

/** The attribute by its own name; `id` stands for the resource as a whole. */
const kindOf = (drift: Drift): string => {
  if (drift.attribute === 'id') return drift.expected === null ? STILL_THERE : GONE;
  return isMember(drift) ? 'members' : drift.attribute.replace(/^urn:.*:/, '');
};

const orderOf = ({ drift }: FoundDrift): number => drift.since?.exchange ?? Number.POSITIVE_INFINITY;

const causeLines = (differences: readonly FoundDrift[], context: ProvisionContext, paint: Paint): string[] => {
  const since = differences[0]?.drift.since ?? null;
  const head =
    since === null
      ? 'differs, and nothing that was sent has to do with it'
      : `differs since exchange ${since.exchange}, ${since.method} ${targetOf(since.url)}`;
  return [
    `${paint.bad('✖')} ${paint.strong(cut(head, context.columns - 2))}`,
    ...[...Map.groupBy(differences, ({ drift }) => drift.resource).values()].flatMap((ofOne) =>
      resourceLines(ofOne, context, paint),
    ),
  ];
};

/** Members of a group in two lines; other attributes with what was told and what is shown. */
const resourceLines = (
  differences: readonly FoundDrift[],
  { columns, verbose }: ProvisionContext,
  paint: Paint,
): string[] => {
  const [first] = differences;
  if (first === undefined) return [];
  const isKnown = !first.drift.resource.endsWith(`/${first.name}`);
  const name = `${isKnown ? `${first.name}  ` : ''}${first.drift.resource}, found after day ${first.day}`;
  const drifts = differences.map(({ drift }) => drift);
  const lost = drifts.filter((drift) => isMember(drift) && drift.actual === null);
  const strange = drifts.filter((drift) => isMember(drift) && drift.expected === null);
  const others = drifts.filter((drift) => !lost.includes(drift) && !strange.includes(drift));
  const shown = others.slice(0, verbose ? MOST.verbose : MOST.differences);
  return [
    `  ${cut(printable(name), columns - 2)}`,
    ...memberLines('told, and not shown', lost, columns, verbose),
    ...memberLines('shown, and not told', strange, columns, verbose),
    ...shown.flatMap((drift) => differenceLines(drift, columns)),
    ...(others.length > shown.length
      ? [paint.faint(`    and ${(others.length - shown.length).toLocaleString('en-US')} more`)]
      : []),
  ];
};

const MEMBER = /^members\[value eq "(.*)"\]$/;
const isMember = ({ attribute }: Drift): boolean => MEMBER.test(attribute);

const memberLines = (words: string, drifts: readonly Drift[], columns: number, verbose: boolean): string[] => {
  if (drifts.length === 0) return [];
  const ids = drifts.map(({ attribute }) => MEMBER.exec(attribute)?.[1] ?? attribute);
  const text = `${count(drifts.length, 'member')} ${words}: ${listed(ids, verbose ? MOST.verbose : MOST.members)}`;
  return wrap(printable(text), columns - 6).map((line, index) => `${index === 0 ? '    ' : '      '}${line}`);
};

const differenceLines = ({ attribute, expected, actual }: Drift, columns: number): string[] => [
  `    ${cut(printable(attribute), columns - 4)}`,
  `      told    ${valueText(expected, columns - 14)}`,
  `      shown   ${valueText(actual, columns - 14)}`,
];

const exchangeOf = (
  [first]: readonly FoundDrift[],
  { exchanges }: SimulateRecord,
  { columns, verbose }: ProvisionContext,
  paint: Paint,
): string[] => {
  const exchange = exchanges.get(first?.drift.since?.exchange ?? 0);
  if (exchange === undefined) return [];
  return ['', ...exchangeLines(exchange, { columns: columns - 2, whole: verbose }, paint).map((line) => `  ${line}`)];
};

const valueText = (value: Json, columns: number): string =>
  cut(printable(value === null ? 'nothing' : JSON.stringify(value)), columns);

const summaryLines = (
  { happened, lastCheckpoint, checkpointCount, finished, started }: SimulateRecord,
  { columns }: ProvisionContext,
  paint: Paint,
): string[] => {
  if (finished === undefined) throw new Error('a simulation without an end has no report');
  const life = [...happened]
    .toSorted(([, one], [, other]) => other - one)
    .map(([kind, times]) => `${times}× ${kind.replaceAll('-', ' ')}`);
  const { cycles, requests } = finished.result;
  const to = started === undefined ? '' : ` to ${printable(started.target)}`;
  return [
    ...(life.length === 0 ? [] : wrap(listed(life, life.length), columns)),
    paint.faint(`${count(cycles, 'cycle')}, ${count(requests, 'request')}${to}`),
    ...(lastCheckpoint === undefined
      ? []
      : [
          paint.faint(
            `read back ${count(checkpointCount, 'time')}, ${count(lastCheckpoint.resources, 'resource')} the last time`,
          ),
        ]),
  ];
};

/** The verdict in words, in one line. */
export const simulateVerdict = ({ finished, lastCheckpoint, lastCycle }: SimulateRecord): string => {
  if (finished === undefined) throw new Error('a simulation without an end has no verdict');
  const { result, stopped, exitCode } = finished;
  const first = result.drift.find(({ since }) => since !== null)?.since;
  const after =
    first === undefined || first === null
      ? ''
      : `, the first after ${first.method} ${targetOf(first.url)} (exchange ${first.exchange})`;
  const drift = result.drift.length > 0 ? `drift: ${count(result.drift.length, 'difference')}${after}` : '';
  if (exitCode === 130) return 'interrupted: nothing is proved';
  if (exitCode === 3) {
    const unread = lastCheckpoint?.unread.length ?? 0;
    const because =
      stopped === undefined
        ? `${count(unread, 'resource')} could not be read back`
        : printable(withoutQueries(stopped.because));
    return `could not tell: ${because}${drift === '' ? '' : `; until then ${drift}`}`;
  }
  if (exitCode === 0) return 'no drift: everything is as it was told';
  const parts = [
    ...(drift === '' ? [] : [drift]),
    ...(lastCycle.refused > 0 ? [`${count(lastCycle.refused, 'object')} refused in the last cycle`] : []),
    ...(stopped === undefined ? [] : [`stopped: ${printable(withoutQueries(stopped.because))}`]),
  ];
  return parts.join('; ') || 'not everything could be told';
};

const verdictLines = (record: SimulateRecord, { columns, hint }: ProvisionContext, paint: Paint): string[] => {
  const exitCode = record.finished?.exitCode ?? 3;
  const [mark, colour] =
    exitCode === 0
      ? (['✔', paint.good] as const)
      : exitCode === 1
        ? (['✖', paint.bad] as const)
        : (['?', paint.doubtful] as const);
  const [first = '', ...rest] = wrap(simulateVerdict(record), columns - 2);
  // What a stopped run says of going on is not true of a simulation, which begins anew.
  const hints = record.finished?.stopped?.kind === 'lost' && hint !== undefined ? [hint] : [];
  return [
    colour(`${mark} ${first}`),
    ...rest.map((line) => colour(`  ${line}`)),
    ...hints.flatMap((one) => wrap(printable(one), columns - 2).map((line) => `  ${line}`)),
  ];
};
