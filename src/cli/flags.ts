/**
 * The flags, in groups that several commands share. Every flag has a summary and an environment variable (a test
 * walks the commands and asks for both). None has an oclif default: a default would hide the config file, which stands
 * between the environment and the defaults.
 */
import { Args, Flags } from '@oclif/core';

export const env = (name: string): string => `SCIMULATE_${name.toUpperCase().replaceAll('-', '_')}`;

interface Words {
  readonly summary: string;
  readonly helpValue?: string;
  readonly helpGroup?: string;
  readonly hidden?: boolean;
}

export const text = (name: string, words: Words) => Flags.string({ ...words, env: env(name) });
export const several = (name: string, words: Words) =>
  Flags.string({ ...words, env: env(name), multiple: true, multipleNonGreedy: true });
export const toggle = (name: string, words: Words) => Flags.boolean({ ...words, env: env(name) });

export const commonFlags = {
  verbose: Flags.boolean({ char: 'v', summary: 'Tell more.', env: env('verbose'), helpGroup: 'global' }),
  quiet: Flags.boolean({
    char: 'q',
    summary: 'Tell only the verdict and what goes wrong.',
    env: env('quiet'),
    helpGroup: 'global',
  }),
  'no-color': toggle('no-color', {
    summary: 'No colours; NO_COLOR and FORCE_COLOR are understood too.',
    helpGroup: 'global',
  }),
};

export const jsonFlag = { json: toggle('json', { summary: 'Print the result as JSON on stdout.' }) };

export const configFlag = {
  config: Flags.string({
    char: 'c',
    summary: 'Config file. Default: scimulate.config.yaml in this folder or one above it.',
    helpValue: 'FILE',
    env: env('config'),
    helpGroup: 'target',
  }),
};

export const selectionFlags = {
  only: several('only', {
    summary: "Run only these cases, for example 'patch/**'. Repeatable.",
    helpValue: 'GLOB',
    helpGroup: 'selection',
  }),
  skip: several('skip', { summary: 'Leave these cases out. Repeatable.', helpValue: 'GLOB', helpGroup: 'selection' }),
  level: text('level', {
    summary: 'Lowest level to run: MUST, SHOULD, MAY or NONE. Default: SHOULD.',
    helpValue: 'LEVEL',
    helpGroup: 'selection',
  }),
  idp: several('idp', {
    summary: 'Identity providers it must work with, for example okta,entra. Their needs decide the exit status too.',
    helpValue: 'IDP',
    helpGroup: 'selection',
  }),
  profile: several('profile', {
    summary:
      'Judge by a profile instead of the RFCs: interop, ipsie-al1 or ipsie-al2. Its MUSTs decide the exit status. Repeatable.',
    helpValue: 'NAME',
    helpGroup: 'selection',
  }),
  suite: several('suite', {
    summary: 'Suite, dialect and profile files of your own, or folders of them. Repeatable.',
    helpValue: 'PATH',
    helpGroup: 'selection',
  }),
};

export const targetFlags = {
  ...configFlag,
  'token-file': text('token-file', {
    summary: 'File with the bearer token; - reads it from stdin. SCIMULATE_TOKEN holds the token itself.',
    helpValue: 'FILE',
    helpGroup: 'target',
  }),
  header: several('header', {
    summary: "Header to send with every request: 'Name: value'. Repeatable.",
    helpValue: 'HEADER',
    helpGroup: 'target',
  }),
  timeout: text('timeout', {
    summary: 'How long an answer may take. Default: 30s.',
    helpValue: 'DURATION',
    helpGroup: 'target',
  }),
  rate: text('rate', {
    summary: 'Most requests per time, for example 10/s. Default: no limit.',
    helpValue: 'RATE',
    helpGroup: 'target',
  }),
  'ca-file': text('ca-file', {
    summary: 'PEM file with the certificate authority to trust.',
    helpValue: 'FILE',
    helpGroup: 'target',
  }),
  insecure: toggle('insecure', { summary: 'Do not check the certificate of the target.', helpGroup: 'target' }),
};

export const demoFlags = {
  fault: Flags.string({
    summary: 'With the target demo: be wrong in this way; `serve --list` names them. Repeatable.',
    helpValue: 'ID',
    helpGroup: 'target',
    env: env('demo-fault'),
    multiple: true,
    multipleNonGreedy: true,
  }),
  variation: Flags.string({
    summary: 'With the target demo: be right in this other way; `serve --list` names them. Repeatable.',
    helpValue: 'ID',
    helpGroup: 'target',
    env: env('demo-variation'),
    multiple: true,
    multipleNonGreedy: true,
  }),
};

export const stateFlag = {
  state: text('state', {
    summary: 'Folder for the journal of what was created. Default: .scimulate in this folder.',
    helpValue: 'FOLDER',
    helpGroup: 'run',
  }),
};

export const runFlags = {
  'max-lag': text('max-lag', {
    summary: 'How long a write may take until it can be read. Default: 0, at once.',
    helpValue: 'DURATION',
    helpGroup: 'run',
  }),
  sustained: text('sustained', {
    summary: 'For how long cases about a rate keep it up, at most 10m. Default: for one second.',
    helpValue: 'DURATION',
    helpGroup: 'run',
  }),
  concurrency: text('concurrency', {
    summary: 'Cases that run at the same time. Default: 4.',
    helpValue: 'NUMBER',
    helpGroup: 'run',
  }),
  seed: text('seed', {
    summary: 'Number that everything random comes from; a report names it.',
    helpValue: 'NUMBER',
    helpGroup: 'run',
  }),
  'read-only': toggle('read-only', {
    summary: 'Run only the cases that send nothing but reads, on a target that may not be written.',
    helpGroup: 'run',
  }),
  bail: toggle('bail', { summary: 'Stop at the first failure.', helpGroup: 'run' }),
  keep: toggle('keep', { summary: 'Leave what was created on the target.', helpGroup: 'run' }),
  baseline: text('baseline', {
    summary: 'File with the failures that are known.',
    helpValue: 'FILE',
    helpGroup: 'run',
  }),
  ...stateFlag,
};

export const reportFlags = {
  reporter: several('reporter', {
    summary: 'Report to write: text, json, ndjson or junit, with :PATH to a file (- is stdout). Repeatable.',
    helpValue: 'NAME[:PATH]',
    helpGroup: 'report',
  }),
  json: toggle('json', { summary: 'The JSON report on stdout: short for --reporter json.', helpGroup: 'report' }),
};

export const serveFlags = {
  port: text('port', { summary: 'Port to listen on; 0 takes any free one. Default: 4444.', helpValue: 'PORT' }),
  host: text('host', { summary: 'Address to listen on. Default: 127.0.0.1, this machine only.', helpValue: 'ADDRESS' }),
  token: Flags.string({
    summary: 'Bearer token that clients must send. Default: a random one, printed on stderr.',
    helpValue: 'TOKEN',
    env: env('serve-token'),
  }),
  preset: text('preset', { summary: 'Imitate a known server; --list names them.', helpValue: 'NAME' }),
  fault: several('fault', { summary: 'Be wrong in this way; --list names them. Repeatable.', helpValue: 'ID' }),
  variation: several('variation', {
    summary: 'Be right in this other way; --list names them. Repeatable.',
    helpValue: 'ID',
  }),
  lag: text('lag', { summary: 'A write can be read only after this time.', helpValue: 'DURATION' }),
  latency: text('latency', { summary: 'Every answer takes at least this time.', helpValue: 'DURATION' }),
  rate: Flags.string({
    summary: 'Requests per time; beyond that 429 with Retry-After.',
    helpValue: 'RATE',
    env: env('serve-rate'),
  }),
  list: toggle('list', { summary: 'Name the presets, variations and faults; with a word only those that have it.' }),
};

/** The service provider that a command is about. */
export const targetArgument = {
  target: Args.string({
    description:
      'Base URL of the service provider, a name from scimulate.config.yaml, or `demo`. SCIMULATE_TARGET is asked when it is missing.',
    ignoreStdin: true,
  }),
};
