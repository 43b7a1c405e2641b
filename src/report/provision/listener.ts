/** What the reports of provisioning have in common. */
import type { ProvisionEvent } from '../../provision/events.ts';

export interface ProvisionListener {
  on(event: ProvisionEvent): void;
  /** Called once after the last event, or when the run broke off. */
  end?(): void;
}

/** What reports know besides the events, and where they are shown. */
export interface ProvisionContext {
  /** `okta` → `Okta`. */
  readonly idpTitle: (name: string) => string;
  readonly colour: boolean;
  /** Width of the output in columns. */
  readonly columns: number;
  readonly verbose: boolean;
  /** The state file as the user named it; absent when it does not outlive the run. */
  readonly state?: string;
  /** The words that begin this plan as a run, for `plan`: `scimulate provision apply …`. */
  readonly applyWords?: string;
  /** A line that helps when the target does not let us in, for example that no token was given. */
  readonly hint?: string;
}
