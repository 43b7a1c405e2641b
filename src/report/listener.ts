/** What everything that listens to a run has in common; the engine knows none of it. */
import type { RunEvent } from '../run/events.ts';
import type { Requirement } from '../suite/model.ts';
import type { RunRecord } from './record.ts';

export interface Listener {
  on(event: RunEvent): void;
  /** Called once after the last event, or when the run broke off; writes what is to be written. */
  end?(): Promise<void> | void;
}

/** What reports know besides the events. */
export interface ReportContext {
  /** Filled by a listener of its own, which hears every event before the reporters do. */
  readonly record: RunRecord;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** `okta` → `Okta`. */
  readonly idpTitle: (name: string) => string;
  /** `interop` → `SCIM 2.0 Interoperability Profile …`. */
  readonly profileTitle: (name: string) => string;
  /** The text of a suite or dialect file, for the excerpt at a failure. */
  readonly source: (file: string) => string | undefined;
  /** The command line's words for the target, for the lines that say how to repeat something: `demo`, a URL, a name. */
  readonly targetWords: string;
  readonly colour: boolean;
  /** Width of the output in columns. */
  readonly columns: number;
  readonly verbose: boolean;
  /** A line that helps when the run could not be carried out, for example that no token was given. */
  readonly hint?: string;
}
