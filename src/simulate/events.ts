/** The closed set of things that happen in a simulation. Progress and reports only listen. */
import type { ProvisionEvent, ProvisionSummary, Stop } from '../provision/events.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Drift } from './drift.ts';
import type { Happening } from './happening.ts';

export type SimulateEvent =
  | {
      readonly type: 'started';
      readonly version: 1;
      readonly target: string;
      readonly idp: string;
      readonly mode: string;
      readonly seed: number;
      readonly days: number;
      /** Of the company on the first day. */
      readonly people: number;
      readonly groups: number;
    }
  /** A day begins; `date` is that of the simulation, ISO 8601. */
  | { readonly type: 'day'; readonly day: number; readonly date: string }
  /** Something in the company, before the identity provider learns of it. */
  | { readonly type: 'happened'; readonly day: number; readonly hour: number; readonly happening: Happening }
  /** What the identity provider does in a cycle; each has `started` and `finished` of its own. */
  | { readonly type: 'provision'; readonly cycle: number; readonly event: ProvisionEvent }
  | {
      readonly type: 'cycle';
      readonly cycle: number;
      readonly day: number;
      readonly hour: number;
      readonly summary: ProvisionSummary;
    }
  /** A difference that no checkpoint has found before; with the exchange that caused it as long as it is remembered. */
  | {
      readonly type: 'drift';
      readonly day: number;
      readonly name: string;
      readonly drift: Drift;
      readonly exchange?: Exchange;
    }
  /** The target was read back after this day. */
  | {
      readonly type: 'checkpoint';
      readonly day: number;
      readonly resources: number;
      readonly requests: number;
      /** How many differences there are now, those that were told before included. */
      readonly drift: number;
      /** Resources that could not be read. */
      readonly unread: readonly { readonly resource: string; readonly because: string }[];
    }
  | {
      readonly type: 'finished';
      readonly result: SimulateResult;
      /** Why it ended before its last day. */
      readonly stopped?: Stop;
      /** 0 nothing differs; 1 something does, or was refused in the end; 3 could not tell; 130 interrupted. */
      readonly exitCode: 0 | 1 | 3 | 130;
    };

/** The last thing of `simulate --json`. */
export interface SimulateResult {
  /** How often the identity provider compared the directory with what it had sent. */
  readonly cycles: number;
  /** Requests of the identity provider; those that read back are not among them. */
  readonly requests: number;
  /** All differences that any checkpoint found, by the exchange that caused them. */
  readonly drift: readonly Drift[];
}
