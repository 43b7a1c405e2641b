/** What ends a case before it could be judged. Thrown inside the engine, never out of it. */
import type { Reason } from '../expect/reason.ts';

/** `error`: the network, or a bug of ours. `blocked`: something the case builds on is not there. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly outcome: 'error' | 'blocked';
  readonly reason: Reason;
  /** The set-up step that did not work. */
  readonly blockedBy?: string;

  constructor(outcome: 'error' | 'blocked', reason: Reason, blockedBy?: string) {
    super(reason.message);
    this.outcome = outcome;
    this.reason = reason;
    if (blockedBy !== undefined) this.blockedBy = blockedBy;
  }
}

/** The run cannot be carried out: no connection, no certificate to trust, a refused credential. Exit status 3. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem';
}
