/** What happened in a simulation, collected for the report at its end. Its size does not grow with the simulation. */

import type { SimulateEvent } from '../../simulate/events.ts';
import type { Exchange } from '../../wire/exchange.ts';
import { createProvisionRecord, type ProvisionRecord } from '../provision/record.ts';

type Of<Type extends SimulateEvent['type']> = Extract<SimulateEvent, { type: Type }>;
export type FoundDrift = Of<'drift'>;

export interface SimulateRecord {
  readonly started?: Of<'started'>;
  readonly finished?: Of<'finished'>;
  /** How often each kind of thing happened in the company. */
  readonly happened: ReadonlyMap<string, number>;
  readonly lastCheckpoint?: Of<'checkpoint'>;
  readonly checkpointCount: number;
  /** The first differences in the order in which they were found. */
  readonly drift: readonly FoundDrift[];
  /** The exchanges that caused them, by number, as far as they are kept. */
  readonly exchanges: ReadonlyMap<number, Exchange>;
  /** What the identity provider could not do in its last cycle. */
  readonly lastCycle: ProvisionRecord;
  /** Told once each, however often they were told. */
  readonly notices: readonly string[];
  readonly waitedSeconds: number;
}

export interface SimulateListener {
  on(event: SimulateEvent): void;
  end?(): void;
}

const KEPT_DRIFT = 2000;
const KEPT_EXCHANGES = 50;
const KEPT_NOTICES = 50;

/** A listener that fills a record. */
export const createSimulateRecord = (): { readonly record: SimulateRecord; readonly listener: SimulateListener } => {
  const happened = new Map<string, number>();
  const drift: FoundDrift[] = [];
  const exchanges = new Map<number, Exchange>();
  const notices = new Set<string>();
  let cycle = createProvisionRecord();
  const record: { -readonly [Key in keyof SimulateRecord]: SimulateRecord[Key] } = {
    happened,
    checkpointCount: 0,
    drift,
    exchanges,
    get lastCycle() {
      return cycle.record;
    },
    get notices() {
      return [...notices];
    },
    waitedSeconds: 0,
  };
  const onCycle = ({ event }: Of<'provision'>): void => {
    if (event.type === 'started') cycle = createProvisionRecord();
    if (event.type === 'notice' && notices.size < KEPT_NOTICES) notices.add(event.message);
    if (event.type === 'waiting') record.waitedSeconds += event.seconds;
    cycle.listener.on(event);
  };
  const on = (event: SimulateEvent): void => {
    switch (event.type) {
      case 'started':
        record.started = event;
        break;
      case 'finished':
        record.finished = event;
        break;
      case 'happened':
        happened.set(event.happening.kind, (happened.get(event.happening.kind) ?? 0) + 1);
        break;
      case 'provision':
        onCycle(event);
        break;
      case 'drift':
        if (drift.length < KEPT_DRIFT) drift.push(event);
        if (event.exchange !== undefined && exchanges.size < KEPT_EXCHANGES) {
          exchanges.set(event.exchange.number, event.exchange);
        }
        break;
      case 'checkpoint':
        record.lastCheckpoint = event;
        record.checkpointCount += 1;
        break;
      case 'day':
      case 'cycle':
        break;
    }
  };
  return { record, listener: { on } };
};
