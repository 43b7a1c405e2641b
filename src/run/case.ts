/** One case from its given resources to what is to be said of it. */
import type { Reason } from '../expect/reason.ts';
import type { Json } from '../scim/json.ts';
import { answered } from '../speak/answer.ts';
import type { StepOutcome } from '../speak/outcome.ts';
import { labelOf, type Names } from '../speak/place.ts';
import { runRequest } from '../speak/request.ts';
import { FillProblem, fillLets, nestedScope } from '../suite/fill.ts';
import type { Case, Dialect, Step } from '../suite/model.ts';
import type { Exchange, WireRequest } from '../wire/exchange.ts';
import { anotherWay } from './another-way.ts';
import type { Complete } from './complete.ts';
import type { Control } from './control.ts';
import { makeGivens } from './given.ts';
import type { Ledger } from './ledger.ts';
import type { Target } from './probe.ts';
import type { CasePlace, Stage } from './stage.ts';
import { runOperation } from './steps/operation.ts';
import { runPages } from './steps/pages.ts';
import { runTogether } from './steps/together.ts';
import { runUnchanged } from './steps/unchanged.ts';
import { caseGuid } from './tag.ts';
import type { Traffic } from './traffic.ts';
import { Trouble } from './trouble.ts';
import { ownReasons } from './verdict.ts';

/** What came of a case: reasons for a verdict, or why there is none. */
export type Finding =
  | { readonly kind: 'judged'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'blocked' | 'error'; readonly reason: Reason; readonly blockedBy?: string };

export interface CaseOptions {
  readonly case: Case;
  readonly tag: string;
  readonly target: Target;
  readonly dialect: Dialect | undefined;
  readonly lagMs: number;
  /** For how long cases that go by seconds keep up their rate; 0: for one second. */
  readonly sustainedMs?: number;
  readonly traffic: Traffic;
  readonly control: Control;
  readonly ledger: Ledger;
  /** Adds to a request what the target wants in every resource. */
  readonly complete: Complete;
  /** Told of every exchange of the case. */
  readonly onExchange: (exchange: Exchange, request: WireRequest) => void;
}

/** RFC 6585 §4: the target had no time for us; what it says is about its load, not about the request. */
const isTooBusy = ({ response }: Exchange): boolean =>
  response?.status === 429 ||
  (response?.status === 503 && response.headers.some(([name]) => name.toLowerCase() === 'retry-after'));

const interrupted = (because: string): Trouble => new Trouble('error', { message: `not finished: ${because}` });

const createSend = (options: CaseOptions): Stage['send'] => {
  const { complete, traffic, control, ledger, onExchange } = options;
  const { id } = options.case;
  const send: Stage['send'] = async (request, step) => {
    const stopped = control.aborted();
    if (stopped) throw interrupted(stopped.because);
    const tell = ledger.before(request);
    const exchange = await traffic.send(request, { case: id, step });
    tell(exchange);
    onExchange(exchange, request);
    const { number, problem } = exchange;
    if (problem?.kind === 'aborted') throw interrupted(control.aborted()?.because ?? problem.message);
    if (problem) throw new Trouble('error', { message: problem.message, exchange: number });
    if (isTooBusy(exchange)) {
      const message = `${request.method} ${answered(exchange)} to every attempt: the target asks for fewer requests. Run with a lower rate.`;
      throw new Trouble('error', { message, exchange: number });
    }
    return exchange;
  };
  return async (template, step) => {
    const request = complete(template);
    const exchange = await send(request, step);
    const instead = anotherWay(request, exchange, traffic.baseUrl, options.case.level);
    return instead === undefined ? exchange : send(instead, step);
  };
};

/** Standard names, then what the case sets by `let`, then given resources and captures. */
const createNames = ({ case: { let: lets, variant }, tag, target }: CaseOptions, mode: string | undefined): Names => {
  const run = { tag, TAG: tag.toUpperCase(), guid: caseGuid(tag), now: new Date().toISOString() };
  const standard: Record<string, Json> = { run, target: target.facts };
  if (variant !== undefined) standard.variant = variant;
  if (mode !== undefined) standard.mode = mode;
  const outer = nestedScope(standard);
  return nestedScope(fillLets(lets, outer), outer);
};

const labelFor = (step: Step): string => {
  switch (step.kind) {
    case 'request':
    case 'pages':
      return labelOf(step, step.request);
    case 'operation':
      return step.name ?? step.operation;
    default:
      return step.name ?? step.kind;
  }
};

const runStep = (step: Step, place: CasePlace): Promise<StepOutcome> => {
  switch (step.kind) {
    case 'request':
      return runRequest(step, place);
    case 'operation':
      return runOperation(step, place);
    case 'pages':
      return runPages(step, place);
    case 'together':
      return runTogether(step, place);
    case 'unchanged':
      return runUnchanged(step, place);
  }
};

/** Goes on after a failed expectation, unless the status was wrong or a capture is missing. */
const runSteps = async (stage: Stage, names: Names, reasons: Reason[]): Promise<void> => {
  for (const step of stage.case.steps) {
    const place = { stage, names, label: labelFor(step) };
    try {
      const outcome = await runStep(step, place);
      reasons.push(...outcome.reasons);
      if (outcome.stop) return;
    } catch (error) {
      if (!(error instanceof FillProblem)) throw error;
      throw new Trouble('blocked', { message: error.message, at: step.at }, place.label);
    }
  }
};

const findingOf = (error: unknown, at: Case['at']): Finding => {
  if (error instanceof Trouble) {
    const { outcome: kind, reason, blockedBy } = error;
    return { kind, reason, ...(blockedBy === undefined ? {} : { blockedBy }) };
  }
  if (error instanceof FillProblem)
    return { kind: 'blocked', reason: { message: error.message, at }, blockedBy: 'let and given' };
  const words = error instanceof Error ? error.message : String(error);
  return { kind: 'error', reason: { message: `a bug of ours, not of the target: ${words}`, at } };
};

/**
 * Runs a case without taking anything back. Never throws.
 * Trouble after a failed expectation does not undo the failure: it is added to its reasons.
 */
export const runCase = async (options: CaseOptions): Promise<Finding> => {
  const { dialect, lagMs, sustainedMs = 0, target, control, traffic } = options;
  const mode = options.case.mode ?? Object.keys(dialect?.modes ?? {})[0];
  const reasons: Reason[] = [];
  try {
    const names = createNames(options, mode);
    const stage: Stage = {
      case: options.case,
      target,
      baseUrl: traffic.baseUrl,
      ...(dialect && { dialect }),
      ...(mode !== undefined && { mode }),
      lagMs,
      sustainedMs,
      signal: control.work,
      givens: new Map(),
      send: createSend(options),
    };
    await makeGivens(stage, names);
    await runSteps(stage, names, reasons);
    return { kind: 'judged', reasons };
  } catch (error) {
    const failed = ownReasons(reasons).length > 0;
    if (failed && error instanceof Trouble) return { kind: 'judged', reasons: [...reasons, error.reason] };
    return findingOf(error, options.case.at);
  }
};
