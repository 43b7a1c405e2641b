/** All commands by their id; `:` stands for a space. */
import { Cases } from './cases.ts';
import { CasesShow } from './cases-show.ts';
import { Cleanup } from './cleanup.ts';
import { Idps } from './idps.ts';
import { Probe } from './probe.ts';
import { ProvisionApply } from './provision-apply.ts';
import { ProvisionGrant } from './provision-grant.ts';
import { ProvisionPlan } from './provision-plan.ts';
import { ProvisionPull } from './provision-pull.ts';
import { ProvisionRevoke } from './provision-revoke.ts';
import { ProvisionStatus } from './provision-status.ts';
import { Serve } from './serve.ts';
import { Simulate } from './simulate.ts';
import { SuitesCheck } from './suites-check.ts';
import { Test } from './test.ts';

export const COMMANDS = {
  test: Test,
  probe: Probe,
  'provision:plan': ProvisionPlan,
  'provision:apply': ProvisionApply,
  'provision:status': ProvisionStatus,
  'provision:pull': ProvisionPull,
  'provision:grant': ProvisionGrant,
  'provision:revoke': ProvisionRevoke,
  simulate: Simulate,
  serve: Serve,
  idps: Idps,
  cases: Cases,
  'cases:show': CasesShow,
  'suites:check': SuitesCheck,
  cleanup: Cleanup,
};
