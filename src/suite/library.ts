/** What a suite is read against. */
import type { Problems } from './diagnostics.ts';
import type { Dialect, Requirement } from './model.ts';

export interface Library {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly dialects: ReadonlyMap<string, Dialect>;
  /** Names of dialects that have mistakes: what is not found in them is not reported again. */
  readonly broken: ReadonlySet<string>;
  readonly problems: Problems;
}
