/** The report for build servers: JUnit's XML, one testcase per case, named by its id, in a testsuite per suite. */
import type { CaseResult, ProfileRow, ProfileVerdict } from '../run/events.ts';
import { toCurl } from '../wire/curl.ts';
import type { ReportContext } from './listener.ts';
import { brokenProfiles, isBroken } from './profiles.ts';
import { isBad, suiteOf, unreadyFor, violatesRfc } from './record.ts';
import { element, type XmlElement, xmlDocument } from './xml.ts';

/** The report of a finished run as an XML document. */
export const junitReport = (context: ReportContext): string => {
  const { results, started, summary } = context.record;
  const suites = [
    ...[...Map.groupBy(results, suiteOf)].map(([suite, cases]) => suiteElement(suite, cases, context)),
    ...(summary?.profiles ?? []).map(profileElement),
  ];
  const kinds = [...results.map(kindOf), ...(summary?.profiles ?? []).flatMap(({ rows }) => rows.map(kindOfRow))];
  const document = element(
    'testsuites',
    { name: 'scimulate', ...totals(kinds), time: seconds(summary?.durationMs ?? 0) },
    suites,
  );
  return xmlDocument(started === undefined ? document : withProperties(document, runProperties(context)));
};

const runProperties = ({ record: { started, summary } }: ReportContext): (readonly [string, string])[] => [
  ['target', started?.target ?? ''],
  ['tool', started?.tool ?? ''],
  ['seed', String(started?.seed ?? '')],
  ['idps', started?.idps.join(',') ?? ''],
  ...(summary?.profiles ?? []).map(({ profile, status }) => [`profile.${profile}`, status] as const),
  ...(summary?.aborted ? [['aborted', summary.aborted.because] as const] : []),
];

const withProperties = (parent: XmlElement, properties: readonly (readonly [string, string])[]): XmlElement => ({
  ...parent,
  children: [
    element(
      'properties',
      {},
      properties.map(([name, value]) => element('property', { name, value })),
    ),
    ...parent.children,
  ],
});

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

type Kind = 'failure' | 'error' | 'skipped' | 'passed';

const kindOf = (result: CaseResult): Kind => {
  if (isBad(result)) return 'failure';
  if (result.outcome === 'error' || result.outcome === 'blocked') return 'error';
  return result.outcome === 'skip' || result.outcome === 'known' ? 'skipped' : 'passed';
};

/** One requirement of a profile. */
const kindOfRow = (row: ProfileRow): Kind =>
  isBroken(row) ? 'failure' : row.status === 'holds' || row.status === 'broken' ? 'passed' : 'skipped';

const totals = (kinds: readonly Kind[]): Record<string, string> => {
  const number = (wanted: string): string => String(kinds.filter((kind) => kind === wanted).length);
  return {
    tests: String(kinds.length),
    failures: number('failure'),
    errors: number('error'),
    skipped: number('skipped'),
  };
};

const suiteElement = (suite: string, cases: readonly CaseResult[], context: ReportContext): XmlElement =>
  element(
    'testsuite',
    {
      name: suite,
      ...totals(cases.map(kindOf)),
      time: seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    },
    cases.map((result) => caseElement(result, context)),
  );

const caseElement = (result: CaseResult, context: ReportContext): XmlElement => {
  const idps = Object.keys(result.idps);
  const properties: (readonly [string, string])[] = [
    ['level', result.level],
    ...(result.cites.length === 0 ? [] : [['cites', result.cites.join(' ')] as const]),
    ...(idps.length === 0 ? [] : [['idps', idps.join(' ')] as const]),
    ['outcome', result.outcome],
    ['title', result.title],
  ];
  const testcase = element(
    'testcase',
    { name: result.id, classname: suiteOf(result), time: seconds(result.durationMs) },
    outcomeElements(result, context),
  );
  return withProperties(testcase, properties);
};

/** A testcase for each requirement of a profile, beside those of the cases that show whether it holds. */
const profileElement = ({ profile, rows }: ProfileVerdict): XmlElement =>
  element(
    'testsuite',
    { name: `profile/${profile}`, ...totals(rows.map(kindOfRow)), time: seconds(0) },
    rows.map((row) =>
      element('testcase', { name: `${row.section}: ${row.says}`, classname: `profile/${profile}`, time: seconds(0) }, [
        ...rowElements(row),
      ]),
    ),
  );

const rowElements = (row: ProfileRow): XmlElement[] => {
  const message = row.status === 'broken' ? row.because.join(', ') : (row.why ?? row.status);
  switch (kindOfRow(row)) {
    case 'failure':
      return [element('failure', { message, type: row.level }, [message])];
    case 'skipped':
      return [element('skipped', { message: `${row.status}: ${message}` })];
    default:
      return row.status === 'holds' ? [] : [element('system-out', {}, [`${row.level}, not so: ${message}`])];
  }
};

const outcomeElements = (result: CaseResult, context: ReportContext): XmlElement[] => {
  const message = result.reasons[0]?.message ?? result.outcome;
  const details = result.reasons
    .map(({ message: text, at }) => (at === undefined ? text : `${text}\n  at ${at.file}:${at.line}:${at.column}`))
    .join('\n');
  switch (kindOf(result)) {
    case 'failure':
      return [
        element('failure', { message, type: failureType(result, context) }, [details]),
        ...reproduction(result, context),
      ];
    case 'error':
      return [element('error', { message, type: result.outcome }, [details])];
    case 'skipped':
      return [element('skipped', { message: result.outcome === 'known' ? `known failure: ${message}` : message })];
    case 'passed':
      return result.outcome === 'pass' ? [] : [element('system-out', {}, [`${result.outcome}: ${details}`])];
  }
};

const failureType = (result: CaseResult, context: ReportContext): string => {
  if (violatesRfc(result)) return result.level;
  const whom = [...unreadyFor(result, context.record.started?.idps ?? []), ...brokenProfiles(result)];
  return whom.length > 0 ? whom.join(',') : result.outcome;
};

const reproduction = (result: CaseResult, context: ReportContext): XmlElement[] => {
  const number = result.reasons.find(({ exchange }) => exchange !== undefined)?.exchange ?? result.exchanges.at(-1);
  const recorded = number === undefined ? undefined : context.record.exchanges.get(number);
  return recorded === undefined ? [] : [element('system-out', {}, [toCurl(recorded.exchange)])];
};
