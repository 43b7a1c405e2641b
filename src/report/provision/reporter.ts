/** The reports of provisioning by name. */
import type { ProvisionSummary } from '../../provision/events.ts';
import type { Destination } from '../destination.ts';
import type { ProvisionContext, ProvisionListener } from './listener.ts';
import { createPlanWriter } from './plan-json.ts';
import type { ProvisionRecord } from './record.ts';
import { provisionText } from './text.ts';

export const PROVISION_REPORTERS = ['text', 'json', 'ndjson'] as const;
export type ProvisionReporterName = (typeof PROVISION_REPORTERS)[number];

/**
 * A report that is written to the destination: `ndjson` (the event stream) and the JSON of a plan while the run goes on, the
 * others at its end. A run that broke off leaves no half report behind, except the stream itself.
 * @param record filled by a listener that hears every event before the reports do
 */
export const createProvisionReporter = (
  name: ProvisionReporterName,
  purpose: 'plan' | 'apply',
  destination: Destination,
  { record, context }: { readonly record: ProvisionRecord; readonly context: ProvisionContext },
): ProvisionListener => {
  if (name === 'ndjson') {
    return { on: (event) => destination.write(`${JSON.stringify(event)}\n`), end: () => destination.close() };
  }
  if (name === 'json' && purpose === 'plan') return createPlanWriter(destination);
  return {
    on: () => {},
    end: () => {
      if (record.finished === undefined) return destination.discard();
      destination.write(name === 'json' ? summaryJson(record.finished.summary) : provisionText(record, context));
      destination.close();
    },
  };
};

/** What other programs read, on one line and with these members only. */
export const summaryJson = ({
  created,
  adopted,
  updated,
  deactivated,
  reactivated,
  deleted,
  memberships: { added, removed },
  unchanged,
  refused,
  requests,
  durationMs,
}: ProvisionSummary): string => {
  const memberships = { added, removed };
  const objects = { created, adopted, updated, deactivated, reactivated, deleted, memberships, unchanged, refused };
  return `${JSON.stringify({ ...objects, requests, durationMs })}\n`;
};
