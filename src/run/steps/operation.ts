import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { untilHolds } from '../../speak/eventually.ts';
import { HELD, isWrongStatus, type Judged, judgeMessage, type StepOutcome, together } from '../../speak/outcome.ts';
import { labelOf } from '../../speak/place.ts';
import { isRead, runRequest, sendOnce } from '../../speak/request.ts';
import { fill, fillLets, nestedScope, type Scope } from '../../suite/fill.ts';
import type { Dialect, Operation, OperationStep } from '../../suite/model.ts';
import type { CasePlace } from '../stage.ts';
import { runPages } from './pages.ts';

/** What the step gives, filled with the case's names; a default is filled with what the operation itself sees. */
const parametersOf = (operation: Operation, step: OperationStep, place: CasePlace, own: Scope): JsonObject => {
  const given = fill(step.with, place.names) ?? {};
  const values = isObject(given) ? given : {};
  const entries = Object.entries(operation.parameters).flatMap(([name, { default: otherwise }]): [string, Json][] => {
    const value = Object.hasOwn(values, name)
      ? values[name]
      : otherwise === undefined
        ? undefined
        : fill(otherwise, own);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
};

/** The names an operation sees: what its mode sets, its parameters, `mode` and `run`; nothing of the case. */
const placeOf = (
  operation: Operation,
  dialect: Dialect,
  mode: string,
  step: OperationStep,
  place: CasePlace,
): CasePlace => {
  const run = place.names.get('run');
  const names = nestedScope({ mode, ...(run === undefined ? {} : { run }) });
  for (const [name, value] of Object.entries(fillLets(dialect.modes[mode]?.let ?? {}, names))) names.set(name, value);
  for (const [name, value] of Object.entries(parametersOf(operation, step, place, names))) names.set(name, value);
  return { stage: place.stage, names, dialect, label: place.label };
};

/**
 * A step that names a status of its own, or an error, wants that instead of the success with which this identity
 * provider would go on; what the operation asks beside the status is then asked only of a success.
 */
const namesStatus = ({ expect }: OperationStep): boolean => expect?.status !== undefined || expect?.error !== undefined;

/** A mistake of ours or of the suite that the loader should have found. */
const unspoken = (step: OperationStep, mode: string | undefined): Error =>
  new Error(`no dialect operation ${step.operation} for mode ${mode ?? '(none)'} at ${step.at.file}:${step.at.line}`);

/**
 * Speaks one operation of the case's dialect: its requests one after the other, each judged by what the identity
 * provider itself needs; then what the step expects and captures, on the last answer.
 */
export const runOperation = async (step: OperationStep, place: CasePlace): Promise<StepOutcome> => {
  const { dialect, mode } = place.stage;
  const operation = dialect?.operations[step.operation];
  const form = mode === undefined ? undefined : operation?.forms[mode];
  const last = form?.requests.at(-1);
  if (
    dialect === undefined ||
    operation === undefined ||
    mode === undefined ||
    form === undefined ||
    last === undefined
  ) {
    throw unspoken(step, mode);
  }
  const inside = placeOf(operation, dialect, mode, step, place);
  const labelled = (request: (typeof form.requests)[number]): CasePlace => ({
    ...inside,
    label: `${step.name ?? step.operation}: ${labelOf(request, request.request)}`,
  });

  let before: StepOutcome = HELD;
  for (const request of form.requests.slice(0, -1)) {
    const run =
      request.kind === 'pages' ? runPages(request, labelled(request)) : runRequest(request, labelled(request));
    before = together(before, await run);
    if (before.stop) return before;
  }
  const sendLast = (): Promise<Judged> =>
    last.kind === 'pages' ? runPages(last, labelled(last)) : sendOnce(last, labelled(last));
  const attempt = async (): Promise<StepOutcome> => {
    const judged = await sendLast();
    const inner = namesStatus(step) && isWrongStatus(judged.reasons) ? HELD : judged;
    return inner.stop ? inner : together(inner, judgeMessage(step, judged.message, place));
  };
  const waits = isRead(last.request) && (step.eventually || (last.kind === 'request' && last.eventually));
  const ending = await untilHolds(
    attempt,
    ({ reasons }) => reasons.length === 0,
    waits ? place.stage.lagMs : 0,
    place.stage.signal,
  );
  return together(before, ending);
};
