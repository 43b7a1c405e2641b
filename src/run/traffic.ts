/** Everything that goes over the wire in a run: counted, shown as events, watched by the checks, and given up when the target is gone. */
import type { Client, Exchange, WireProblemKind, WireRequest } from '../wire/exchange.ts';
import type { Control } from './control.ts';
import type { RunEvent } from './events.ts';

/** So many exchanges in a row without a connection mean that the target is gone. */
const LOST_AFTER = 5;
const CONNECTION: readonly WireProblemKind[] = ['resolve', 'refused', 'tls', 'timeout', 'closed', 'auth'];

export interface Label {
  readonly case?: string;
  readonly step: string;
  /** Cleaning up is shown, but not judged. */
  readonly cleanup?: boolean;
}

export interface Traffic {
  readonly baseUrl: string;
  send(request: WireRequest, label: Label): Promise<Exchange>;
  /** Exchanges so far. */
  requests(): number;
}

export interface TrafficOptions {
  readonly client: Client;
  readonly control: Control;
  readonly emit: (event: RunEvent) => Promise<void>;
  /** Sees every exchange that is not cleaning up. */
  readonly examine: (exchange: Exchange) => void;
}

export const createTraffic = ({ client, control, emit, examine }: TrafficOptions): Traffic => {
  let requests = 0;
  let inRow = 0;

  const notice = ({ problem }: Exchange): void => {
    if (problem?.kind === 'aborted') return;
    inRow = problem !== undefined && CONNECTION.includes(problem.kind) ? inRow + 1 : 0;
    if (problem === undefined || inRow < LOST_AFTER) return;
    const because = `The target was lost: ${inRow} requests in a row got no answer. The last: ${problem.message}`;
    control.abort({ kind: 'lost', because });
  };
  const record = (exchange: Exchange, label: Label): Promise<void> => {
    requests++;
    if (!label.cleanup) examine(exchange);
    return emit({
      type: 'exchange',
      ...(label.case === undefined ? {} : { case: label.case }),
      step: label.step,
      exchange,
    });
  };

  return {
    baseUrl: client.baseUrl,
    requests: () => requests,
    async send(request, label) {
      const earlier: Promise<void>[] = [];
      const exchange = await client.send(request, label.cleanup ? control.cleanup : control.work, {
        onAttempt: (attempt) => earlier.push(record(attempt, label)),
        onWait: (wait) => earlier.push(emit({ type: 'waiting', ...wait })),
      });
      await Promise.all(earlier);
      notice(exchange);
      await record(exchange, label);
      return exchange;
    },
  };
};
