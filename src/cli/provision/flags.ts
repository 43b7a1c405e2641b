/** The flags of `provision` and `simulate`; as those of `flags.ts`, and with the same reasons. */
import { Args, Flags } from '@oclif/core';
import { configFlag, env, several, targetArgument, targetFlags, text, toggle } from '../flags.ts';

/** A reporter of another set: its variable must not be the one of `test`. */
const reporters = (variable: string) =>
  Flags.string({
    summary: 'Report to write: text, json or ndjson (every event), with :PATH to a file (- is stdout). Repeatable.',
    helpValue: 'NAME[:PATH]',
    helpGroup: 'report',
    env: env(variable),
    multiple: true,
    multipleNonGreedy: true,
  });

const TARGET_WORDS = { summary: 'The service provider: another way to give TARGET.', helpValue: 'TARGET' };

const ofIdps = {
  idp: text('idp', {
    summary: 'Identity provider to be, with a mode after a colon (okta:oin), or the path of a dialect of your own.',
    helpValue: 'IDP[:MODE]',
    helpGroup: 'provision',
  }),
  target: text('target', { ...TARGET_WORDS, helpGroup: 'provision' }),
};

const DIRECTORY = {
  people: {
    summary: 'CSV, NDJSON or JSON file with the people, or the URL of another SCIM server.',
    helpValue: 'FILE',
    helpGroup: 'directory',
  },
  groups: {
    summary: 'File with the groups. Without it nothing is said of groups.',
    helpValue: 'FILE',
    helpGroup: 'directory',
  },
  memberships: {
    summary: 'File with the memberships: ids of a group and of a member.',
    helpValue: 'FILE',
    helpGroup: 'directory',
  },
};

export const directoryFlags = {
  people: text('people', DIRECTORY.people),
  groups: text('groups', DIRECTORY.groups),
  memberships: text('memberships', DIRECTORY.memberships),
  'people-token-file': text('people-token-file', {
    summary:
      'File with the bearer token for the SCIM server of --people. SCIMULATE_PEOPLE_TOKEN holds the token itself.',
    helpValue: 'FILE',
    helpGroup: 'directory',
  }),
};

/** Not SCIMULATE_STATE: that is a folder, for what tests leave. */
export const memoryFlag = {
  state: Flags.string({
    summary: 'File that remembers what was sent; one for each target and identity provider.',
    helpValue: 'FILE',
    helpGroup: 'provision',
    env: env('provision-state'),
  }),
};

export const partnerFlags = { ...ofIdps, ...memoryFlag, ...directoryFlags, ...targetFlags };

export const membershipArguments = {
  user: Args.string({
    description: 'userName, externalId or id of the user in the target, or its id in the directory (with --state)',
    required: true,
    ignoreStdin: true,
  }),
  group: Args.string({
    description: 'displayName or id of the group in the target, or its id in the directory (with --state)',
    required: true,
    ignoreStdin: true,
  }),
  ...targetArgument,
};

export const grantFlags = { ...ofIdps, ...memoryFlag, ...targetFlags };

/** As for the others, although a state file says all there is to know: whoever scripts them gives the same to each. */
export const statusFlags = {
  ...ofIdps,
  ...memoryFlag,
  ...configFlag,
  people: text('people', { ...DIRECTORY.people, hidden: true }),
  groups: text('groups', { ...DIRECTORY.groups, hidden: true }),
  memberships: text('memberships', { ...DIRECTORY.memberships, hidden: true }),
};

const workFlags = {
  concurrency: text('concurrency', {
    summary: 'Objects that are worked on at the same time. Default: 4.',
    helpValue: 'NUMBER',
    helpGroup: 'provision',
  }),
  'max-lag': text('max-lag', {
    summary: 'How long a write may take until it can be read. Default: 0, at once.',
    helpValue: 'DURATION',
    helpGroup: 'provision',
  }),
  bulk: toggle('bulk', { summary: 'Pack requests into /Bulk where the target has it.', helpGroup: 'provision' }),
};

export const cycleFlags = {
  ...partnerFlags,
  ...workFlags,
  'allow-shrink': toggle('allow-shrink', {
    summary: 'Go on although much of the directory is gone.',
    helpGroup: 'provision',
  }),
  'retry-now': toggle('retry-now', {
    summary: 'Try what waits in escrow, and leave quarantine.',
    helpGroup: 'provision',
  }),
  rejects: text('rejects', {
    summary: 'CSV file to write, with every row and object that was refused, and why.',
    helpValue: 'FILE',
    helpGroup: 'report',
  }),
  reporter: reporters('provision-reporter'),
};

export const planFlags = {
  explain: text('explain', {
    summary: 'Show where each attribute of this person would come from, by id or userName.',
    helpValue: 'PERSON',
    helpGroup: 'provision',
  }),
  'no-look-up': toggle('no-look-up', {
    summary: 'Do not ask the target who of the new is there already.',
    helpGroup: 'provision',
  }),
};

export const applyFlags = {
  plan: text('plan', {
    summary: 'Do this plan and nothing else: its digest, or the file that `plan --json` was written to.',
    helpValue: 'DIGEST',
    helpGroup: 'provision',
  }),
};

export const pullFlags = {
  resource: text('resource', {
    summary: 'List only users, or only groups.',
    helpValue: 'users|groups',
    helpGroup: 'provision',
  }),
  new: toggle('new', { summary: 'List only what is not linked yet.', helpGroup: 'provision' }),
  adopt: several('adopt', {
    summary: 'Link this user or group: its id, userName or displayName; `all` links all that are New. Repeatable.',
    helpValue: 'NAME',
    helpGroup: 'provision',
  }),
  output: text('output', {
    summary: 'File for the users, CSV or (.ndjson) NDJSON, as --people reads them.',
    helpValue: 'FILE',
    helpGroup: 'report',
  }),
  'output-groups': text('output-groups', {
    summary: 'The same for the groups.',
    helpValue: 'FILE',
    helpGroup: 'report',
  }),
};

export const simulateFlags = {
  target: text('target', { ...TARGET_WORDS, helpGroup: 'simulation' }),
  people: Flags.string({
    summary: 'How many people work there on the first day. Default: 100.',
    helpValue: 'NUMBER',
    helpGroup: 'simulation',
    env: env('simulate-people'),
  }),
  days: text('days', {
    summary: 'How many days are lived through. Default: 30.',
    helpValue: 'NUMBER',
    helpGroup: 'simulation',
  }),
  seed: text('seed', {
    summary: 'Number that everything random comes from: the same gives the same requests. Default: 1.',
    helpValue: 'NUMBER',
    helpGroup: 'simulation',
  }),
  ...targetFlags,
  concurrency: text('concurrency', {
    summary: 'Objects that are worked on at the same time. Default: 1, so that requests keep their order.',
    helpValue: 'NUMBER',
    helpGroup: 'simulation',
  }),
  'max-lag': text('max-lag', {
    summary: 'How long a write may take until it can be read. Default: 0, at once.',
    helpValue: 'DURATION',
    helpGroup: 'simulation',
  }),
  'no-follow': toggle('no-follow', {
    summary: 'Do not read each resource right after it was written: half the requests, and causes less sure.',
    helpGroup: 'simulation',
  }),
  reporter: reporters('simulate-reporter'),
};
