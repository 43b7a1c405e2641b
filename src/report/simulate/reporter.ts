/** The reports of a simulation by name. */
import type { SimulateResult } from '../../simulate/events.ts';
import type { Destination } from '../destination.ts';
import type { ProvisionContext } from '../provision/listener.ts';
import type { ProvisionReporterName } from '../provision/reporter.ts';
import type { SimulateListener, SimulateRecord } from './record.ts';
import { simulateText } from './text.ts';

/**
 * A report that is written to the destination: `ndjson` (the event stream) while the simulation goes on, the others at its
 * end. A simulation that broke off leaves no half report behind, except the stream itself.
 */
export const createSimulateReporter = (
  name: ProvisionReporterName,
  destination: Destination,
  { record, context }: { readonly record: SimulateRecord; readonly context: ProvisionContext },
): SimulateListener => {
  if (name === 'ndjson') {
    return { on: (event) => destination.write(`${JSON.stringify(event)}\n`), end: () => destination.close() };
  }
  return {
    on: () => {},
    end: () => {
      if (record.finished === undefined) return destination.discard();
      destination.write(name === 'json' ? resultJson(record.finished.result) : simulateText(record, context));
      destination.close();
    },
  };
};

/** What other programs read, on one line and with these members only. */
const resultJson = ({ cycles, requests, drift }: SimulateResult): string =>
  `${JSON.stringify({
    cycles,
    requests,
    drift: drift.map(({ resource, attribute, expected, actual, since }) => ({
      ...{ resource, attribute, expected, actual, since },
    })),
  })}\n`;
