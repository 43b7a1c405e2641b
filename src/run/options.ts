import type { Check } from '../checks/check.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Loaded } from '../suite/load.ts';
import type { Client } from '../wire/exchange.ts';
import type { BaselineEntry } from './baseline.ts';
import type { ResourceDefaults } from './complete.ts';
import type { CaseInfo } from './events.ts';
import type { Journal } from './journal.ts';
import type { Selection } from './select.ts';

export interface RunOptions {
  /** Not closed by the run. */
  readonly client: Client;
  /** Without errors among its diagnostics. */
  readonly loaded: Pick<Loaded, 'suites' | 'dialects'> & Partial<Pick<Loaded, 'profiles'>>;
  /** What must hold on every exchange; all our checks by default. */
  readonly checks?: readonly Check[];
  readonly selection?: Selection;
  /** Makes names and their order repeatable; a run with the same seed has other names all the same. Default 1. */
  readonly seed?: number;
  /** The tag in the names of everything the run makes: lower-case letters and digits, never used before on this target. */
  readonly tag?: string;
  /** How long the target may show old data after a write, in milliseconds; 0, the default, means never. */
  readonly lagMs?: number;
  /** For how long cases about a rate keep it up, in milliseconds; 0, the default: for one second. */
  readonly sustainedMs?: number;
  /** How many requests per second the client lets through, when there is a limit: cases that need more are skipped. */
  readonly ratePerSecond?: number;
  /** How many cases run at the same time. Default 4. */
  readonly concurrency?: number;
  /** Where to write down what is made, so that a killed run can be cleaned up after. */
  readonly journal?: Journal;
  /** Facts about the target that win over its discovery: `{bulk: {supported: false}}`. */
  readonly overrides?: JsonObject;
  /** What every resource of a type gets where a case does not say otherwise. */
  readonly resources?: ResourceDefaults;
  /** The order in which cases start, as far as what they need allows it. Default: that of the catalogue. */
  readonly order?: (selected: readonly CaseInfo[]) => readonly CaseInfo[];
  /** Runs only the cases that send nothing but reads. */
  readonly readOnly?: boolean;
  /** Leaves on the target what the cases made. */
  readonly keep?: boolean;
  readonly baseline?: readonly BaselineEntry[];
  /** Starts no more cases after the first failure. */
  readonly bail?: boolean;
  /** Ends the run: requests under way get a moment, then what was made is deleted, for some seconds at most. */
  readonly signal?: AbortSignal;
  /** Name and version of the program, for the report. */
  readonly tool?: string;
}
