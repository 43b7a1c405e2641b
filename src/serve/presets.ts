/** Named servers: a set of capabilities, faults and, where a few switches do not do, behaviour of their own. */
import { OptionProblem } from './options.ts';
import { AWS } from './presets/aws.ts';
import { coder } from './presets/coder.ts';
import { GITHUB } from './presets/github.ts';
import { INTEROP, IPSIE } from './presets/interop.ts';
import type { Preset } from './presets/preset.ts';
import { PULUMI } from './presets/pulumi.ts';
import { SALESFORCE } from './presets/salesforce.ts';
import { SCIM_DEV } from './presets/scim-dev.ts';
import { SLACK } from './presets/slack.ts';

export type { Preset } from './presets/preset.ts';

export const PRESETS: readonly Preset[] = [
  { name: 'full', title: 'Everything the RFCs describe (the default)', links: [] },
  {
    name: 'entra',
    title: 'As Entra likes it best: group names are unique, and a filtered replace makes the element',
    links: [],
    capabilities: { uniqueGroupNames: true, createOnReplace: true },
  },
  {
    name: 'small-pages',
    title: 'Pages of at most 50, below the 100 that Okta steps by',
    links: [],
    capabilities: { maxResults: 50 },
  },
  {
    name: 'cursor-only',
    title: 'Pages by cursor alone (RFC 9865)',
    links: [],
    capabilities: { indexPagination: false },
  },
  {
    name: 'users-only',
    title: 'No groups and no enterprise extension',
    links: [],
    capabilities: { groups: false, enterpriseUser: false },
  },
  {
    name: 'minimal',
    title: 'Only what no capability flag covers: no PATCH, bulk, filter, sort, ETags, cursors, search or /Me',
    links: [],
    capabilities: {
      patch: false,
      bulk: false,
      filter: false,
      sort: false,
      etag: false,
      changePassword: false,
      cursorPagination: false,
      me: false,
      search: false,
      rootQuery: false,
    },
  },
  {
    name: 'coder',
    title: 'As Coder: users are made, suspended and let in again; other changes get 200 and are lost',
    links: ['https://github.com/coder/coder/blob/main/enterprise/coderd/scim/users.go'],
    capabilities: {
      bulk: false,
      sort: false,
      etag: false,
      changePassword: false,
      cursorPagination: false,
      groups: false,
      enterpriseUser: false,
      publicConfig: false,
      me: false,
      search: false,
      rootQuery: false,
      maxResults: 100,
    },
    alter: coder,
  },
  SCIM_DEV,
  PULUMI,
  AWS,
  GITHUB,
  SLACK,
  SALESFORCE,
  INTEROP,
  IPSIE,
];

export const findPreset = (name: string): Preset => {
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (preset === undefined) {
    throw new OptionProblem(`There is no preset ${name}; there are ${PRESETS.map((known) => known.name).join(', ')}.`);
  }
  return preset;
};
