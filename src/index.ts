/**
 * The library: the same engine as the command line, for use in somebody's own test runner.
 *
 *     const loaded = await loadSuites();
 *     const client = createClient({ baseUrl, auth: { type: 'bearer', token } });
 *     for await (const event of run({ client, loaded, selection: { only: ['users/**'] } })) {
 *       if (event.type === 'case-finished') console.log(event.result.outcome, event.result.id);
 *     }
 *     await client.close();
 */
export { CHECKS } from './checks/index.ts';
export { type DirectoryOptions, openDirectory } from './directory/open.ts';
export { DirectoryProblem } from './directory/problem.ts';
export type { Directory, GroupRecord, MembershipRecord, PersonRecord, Reject, Where } from './directory/record.ts';
export type { Reason } from './expect/reason.ts';
export type {
  Change,
  Explanation,
  GrantDocument,
  PlanDocument,
  ProvisionEvent,
  ProvisionSummary,
  PullEvent,
  PulledEntry,
  Refusal,
  StatusDocument,
} from './provision/events.ts';
export { explain } from './provision/explain.ts';
export { grant, revoke } from './provision/grant.ts';
export {
  type ExplainOptions,
  type GrantOptions,
  type ProvisionOptions,
  ProvisionProblem,
  type PullOptions,
} from './provision/options.ts';
export { plan, provision } from './provision/provision.ts';
export { pull } from './provision/pull.ts';
export { status } from './provision/status.ts';
export { type BaselineEntry, readBaseline } from './run/baseline.ts';
export { cleanup, type Leftover } from './run/cleanup.ts';
export type { CaseInfo, CaseResult, Outcome, Readiness, RunEvent, RunSummary } from './run/events.ts';
export { type Journal, type JournalFile, openJournal, unfinishedJournals } from './run/journal.ts';
export { probe, type Target } from './run/probe.ts';
export { type RunOptions, run } from './run/run.ts';
export { type Selection, SelectionProblem, select } from './run/select.ts';
export { SetupProblem } from './run/trouble.ts';
export { type RunningServer, type ServeOptions, startServer } from './serve/server.ts';
export type { Drift } from './simulate/drift.ts';
export type { SimulateEvent, SimulateResult } from './simulate/events.ts';
export { type SimulateOptions, simulate } from './simulate/simulate.ts';
export { catalogue } from './suite/catalogue.ts';
export { type Diagnostic, printDiagnostic } from './suite/diagnostics.ts';
export { type Loaded, type LoadOptions, loadSuites } from './suite/load.ts';
export type { Evidence, Level } from './suite/model.ts';
export type { Auth } from './wire/auth.ts';
export { type ClientOptions, createClient } from './wire/client.ts';
export type { Client, Exchange } from './wire/exchange.ts';
