import type { WireProblem } from './exchange.ts';
import type { Limits } from './transport.ts';

export const explainFailure = (error: unknown, origin: string, _limits: Limits, _status?: number): WireProblem => ({
  kind: 'closed',
  message: `${origin}: ${error instanceof Error ? error.message : String(error)}`,
});
