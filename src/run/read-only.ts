/** Which cases only read, for targets that may not be written. */
import { isRead } from '../speak/request.ts';
import type { Case, Dialect, RequestTemplate, Step } from '../suite/model.ts';
import type { CaseInfo } from './events.ts';
import { SelectionProblem } from './select.ts';

const requestsOf = (step: Step, mode: string, dialect: Dialect | undefined): readonly RequestTemplate[] => {
  switch (step.kind) {
    case 'request':
    case 'pages':
      return [step.request];
    case 'together':
      return step.steps.map(({ request }) => request);
    case 'operation':
      return dialect?.operations[step.operation]?.forms[mode]?.requests.map(({ request }) => request) ?? [];
    case 'unchanged':
      return [];
  }
};

/** Whether a case neither finds resources made for it nor sends anything but reads: GET, HEAD, and POST to `.search`. */
export const onlyReads = (
  { given, steps, mode, dialect: name }: Case,
  dialects: ReadonlyMap<string, Dialect>,
): boolean => {
  const dialect = name === undefined ? undefined : dialects.get(name);
  const spoken = mode ?? Object.keys(dialect?.modes ?? {})[0] ?? '';
  return (
    given.length === 0 &&
    steps
      .flatMap((step) => requestsOf(step, spoken, dialect))
      .every((request) => request.method === 'HEAD' || isRead(request))
  );
};

/**
 * Those of the selected cases, and of the checks that watch them, that a target may be judged by without a write.
 * @throws SelectionProblem when none is left
 */
export const readOnlyAmong = (
  selected: readonly CaseInfo[],
  cases: readonly Case[],
  dialects: ReadonlyMap<string, Dialect>,
): CaseInfo[] => {
  const writing = new Set(cases.filter((one) => !onlyReads(one, dialects)).map(({ id }) => id));
  const left = selected.filter(({ id }) => !writing.has(id));
  if (left.length === 0) {
    throw new SelectionProblem('No case is left: all that are selected write, and --read-only lets none do so.');
  }
  return left;
};
