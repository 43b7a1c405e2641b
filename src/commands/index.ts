/** All commands by their id; `:` stands for a space. */
import { Cases } from './cases.ts';
import { CasesShow } from './cases-show.ts';
import { Cleanup } from './cleanup.ts';
import { Probe } from './probe.ts';
import { Serve } from './serve.ts';
import { SuitesCheck } from './suites-check.ts';
import { Test } from './test.ts';

export const COMMANDS = {
  test: Test,
  probe: Probe,
  serve: Serve,
  cases: Cases,
  'cases:show': CasesShow,
  'suites:check': SuitesCheck,
  cleanup: Cleanup,
};
