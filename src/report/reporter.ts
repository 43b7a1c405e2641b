/** The reporters by name. */
import type { Destination } from './destination.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import type { Listener, ReportContext } from './listener.ts';
import { textReport } from './text.ts';

export const REPORTERS = ['text', 'json', 'ndjson', 'junit'] as const;
export type ReporterName = (typeof REPORTERS)[number];

const RENDER: Readonly<Record<Exclude<ReporterName, 'ndjson'>, (context: ReportContext) => string>> = {
  text: textReport,
  json: (context) => `${JSON.stringify(jsonReport(context), null, 2)}\n`,
  junit: junitReport,
};

/**
 * A reporter of that name that writes to the destination: `ndjson` (the event stream) while the run goes on, the
 * others at its end. A run that broke off without a summary leaves no half report behind, except the stream itself.
 */
export const createReporter = (name: ReporterName, destination: Destination, context: ReportContext): Listener => {
  if (name === 'ndjson') {
    return { on: (event) => destination.write(`${JSON.stringify(event)}\n`), end: () => destination.close() };
  }
  return {
    on: () => {},
    end: () => {
      if (context.record.summary === undefined) return destination.discard();
      destination.write(RENDER[name](context));
      destination.close();
    },
  };
};
