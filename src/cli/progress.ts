/**
 * Live progress on a terminal, drawn by listr2 on stderr: one line per suite. Everything odd here goes around one of its
 * habits: it would draw on stdout, and only when stdout is a terminal; take Ctrl-C for itself and end the process; and
 * print errors of its own.
 */
import {
  DefaultRenderer,
  Listr,
  ListrDefaultRendererLogLevels,
  ListrLogger,
  type ListrTask,
  ProcessOutput,
} from 'listr2';
import type { Listener } from '../report/listener.ts';
import { createPaint, type Paint } from '../report/paint.ts';
import { count, printable } from '../report/printable.ts';
import { suiteOf } from '../report/record.ts';
import type { CaseInfo, CaseResult, Outcome, RunEvent } from '../run/events.ts';

const SHOWN: readonly Outcome[] = ['fail', 'fixed', 'error', 'warn', 'blocked', 'skip'];
const BAD: readonly Outcome[] = ['fail', 'fixed', 'error'];
/** Lines left for the prompt and for a message below the list. */
const SPARE_ROWS = 4;

interface Line {
  readonly name: string;
  readonly total: number;
  done: number;
  readonly outcomes: Partial<Record<Outcome, number>>;
  readonly running: Set<string>;
  readonly finished: PromiseWithResolvers<void>;
  show: (title: string) => void;
  say: (text: string) => void;
}

const titleOf = ({ name, total, done, outcomes, running }: Line, width: number): string => {
  const counts = SHOWN.flatMap((outcome) => (outcomes[outcome] ? [`${outcomes[outcome]} ${outcome}`] : []));
  const current = done < total ? [...running].at(-1) : undefined;
  return [
    printable(name).padEnd(width),
    done < total ? `${done}/${total}` : count(total, 'case'),
    ...counts,
    ...(current === undefined ? [] : [printable(current)]),
  ].join('  ');
};

const createLine = (name: string, total: number): Line => {
  const finished = Promise.withResolvers<void>();
  // A suite may fail before listr2 has begun to listen.
  finished.promise.catch(() => {});
  return { name, total, done: 0, outcomes: {}, running: new Set(), finished, show: () => {}, say: () => {} };
};

/** The identity provider in whose suites a case stands. */
const homeOf = (info: CaseInfo): string => {
  const [home = '', ...rest] = suiteOf(info).split('/');
  return rest.length > 0 ? home : 'rfc';
};

/** Lines by case: one per suite, or, on a terminal with too few rows for that, one per identity provider. */
const linesFor = (selected: readonly CaseInfo[], rows: number): Map<string, Line> => {
  const bySuite = Map.groupBy(selected, suiteOf);
  const groups = bySuite.size <= rows - SPARE_ROWS ? bySuite : Map.groupBy(selected, homeOf);
  return new Map(
    [...groups].flatMap(([name, infos]) => {
      const line = createLine(name, infos.length);
      return infos.map(({ id }) => [id, line] as const);
    }),
  );
};

class StderrRenderer extends DefaultRenderer {
  static override nonTTY = true;
}

const start = (lines: readonly Line[], width: number, output: NodeJS.WriteStream, paint: Paint): Promise<unknown> => {
  const tasks: ListrTask<unknown, typeof StderrRenderer>[] = lines.map((line) => ({
    title: titleOf(line, width),
    task: (_, task) => {
      line.show = (title) => {
        task.title = title;
      };
      line.say = (text) => {
        task.output = text;
      };
      return line.finished.promise;
    },
  }));
  // Both of its streams are stderr, so that stdout stays free for the data of a reporter.
  const logger = new ListrLogger<ListrDefaultRendererLogLevels>({
    processOutput: new ProcessOutput(output, output, { leaveEmptyLine: false }),
  });
  const { PENDING, COMPLETED, FAILED, WAITING } = ListrDefaultRendererLogLevels;
  const format = (colour: (text: string) => string) => (text?: string) => colour(text ?? '');
  return new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: StderrRenderer,
    rendererOptions: {
      logger,
      color: {
        [PENDING]: format(paint.doubtful),
        [COMPLETED]: format(paint.good),
        [FAILED]: format(paint.bad),
        [WAITING]: format(paint.faint),
      },
      clearOutput: true,
      formatOutput: 'truncate',
      collapseErrors: false,
      showErrorMessage: false,
    },
  }).run();
};

export interface Progress extends Listener {
  /** A short message below the line that is in work. */
  say(text: string): void;
}

/** Drawing on every event would cost more than the run. */
const EVERY_MS = 100;

/**
 * A listener that draws while a run goes on, and wipes what it drew at the end: the report follows.
 * What anybody else writes to stderr meanwhile appears after that.
 */
export const createProgress = (output: NodeJS.WriteStream, colour: boolean): Progress => {
  let byCase = new Map<string, Line>();
  let width = 0;
  let drawn: Promise<unknown> = Promise.resolve();
  let clock: NodeJS.Timeout | undefined;
  const changed = new Set<Line>();
  const draw = (): void => {
    for (const line of changed) line.show(titleOf(line, width));
    changed.clear();
  };
  const begin = (selected: readonly CaseInfo[]): void => {
    byCase = linesFor(selected, output.rows ?? 24);
    const lines = [...new Set(byCase.values())];
    width = Math.max(0, ...lines.map(({ name }) => name.length));
    drawn = start(lines, width, output, createPaint(colour));
    clock = setInterval(draw, EVERY_MS);
  };
  const finish = (line: Line, result: CaseResult): void => {
    line.done++;
    line.running.delete(result.id);
    line.outcomes[result.outcome] = (line.outcomes[result.outcome] ?? 0) + 1;
    if (line.done < line.total) return;
    line.show(titleOf(line, width));
    const bad = BAD.some((outcome) => (line.outcomes[outcome] ?? 0) > 0);
    if (bad) line.finished.reject(new Error(titleOf(line, width)));
    else line.finished.resolve();
  };
  const say = (text: string): void => {
    const line = [...byCase.values()].find(({ done, total }) => done < total);
    line?.say(printable(text));
  };
  const on = (event: RunEvent): void => {
    if (event.type === 'run-started') begin(event.selected);
    if (event.type === 'waiting') say(`waiting ${Math.ceil(event.seconds)} s: ${event.because}`);
    if (event.type !== 'case-started' && event.type !== 'case-finished') return;
    const line = byCase.get(event.type === 'case-started' ? event.id : event.result.id);
    if (line === undefined) return;
    if (event.type === 'case-started') line.running.add(event.id);
    else finish(line, event.result);
    changed.add(line);
  };
  const end = async (): Promise<void> => {
    clearInterval(clock);
    for (const line of byCase.values()) line.finished.resolve();
    await drawn;
  };
  return { on, end, say };
};
