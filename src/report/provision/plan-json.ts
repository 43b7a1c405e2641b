/** `plan --json`: a PlanDocument, written while the plan is made, so that a plan of a million changes needs no memory. */
import type { Reject } from '../../directory/record.ts';
import type { PlanDocument, ProvisionEvent, Refusal } from '../../provision/events.ts';
import type { Destination } from '../destination.ts';
import type { ProvisionListener } from './listener.ts';

/** Members as they stand between the braces of an object, without its comma. */
const members = (object: object): string => JSON.stringify(object).slice(1, -1);

/** A change a line. Without an end of the run there is no document: a file is discarded, and a stream ends in the middle. */
export const createPlanWriter = (destination: Destination): ProvisionListener => {
  const rejected: Reject[] = [];
  const refused: Refusal[] = [];
  let planned: Pick<PlanDocument, 'digest' | 'counts'> | undefined;
  let changes = 0;
  let complete = false;
  const finish = ({ summary, stopped }: Extract<ProvisionEvent, { type: 'finished' }>): void => {
    const { requests, durationMs, ...counts } = summary;
    const rest = {
      digest: planned?.digest ?? '',
      counts: planned?.counts ?? counts,
      ...{ refused, rejected, requests, durationMs },
      ...(stopped && { stopped }),
    };
    destination.write(`${changes === 0 ? '' : '\n'}],\n${members(rest)}}\n`);
    complete = true;
  };
  const on = (event: ProvisionEvent): void => {
    switch (event.type) {
      case 'started': {
        const { target, idp, mode, directory } = event;
        destination.write(`{${members({ version: 1, target, idp, mode, directory })},\n"changes":[`);
        break;
      }
      case 'change':
        destination.write(`${changes === 0 ? '\n' : ',\n'}${JSON.stringify(event.change)}`);
        changes += 1;
        break;
      case 'planned':
        planned = event;
        break;
      case 'refused':
        refused.push(event.refusal);
        break;
      case 'rejected':
        rejected.push(event.reject);
        break;
      case 'finished':
        finish(event);
        break;
      default:
    }
  };
  return { on, end: () => (complete ? destination.close() : destination.discard()) };
};
