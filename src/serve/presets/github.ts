/**
 * Behaves like GitHub with managed users, as its REST reference has it (docs.github.com/en/enterprise-cloud@latest/rest,
 * enterprise-admin/scim, and scim/scim for the paths): users and groups and no discovery; one `eq` at a time; externalId,
 * displayName and e-mails are required; no value filters in the paths of a PATCH of a user. That its API turns away
 * requests without a User-Agent is left out: Entra, which was seen to send none, is among its partners.
 */
import { isUnassigned, type JsonObject } from '../../scim/json.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { isUser } from '../faults/fault.ts';
import { onlyEqual, type Preset, storing, USERS_AND_GROUPS } from './preset.ts';

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  User: ['externalId', 'displayName', 'emails'],
  Group: ['externalId', 'displayName'],
};

const judge = (next: JsonObject, model: ResourceModel): JsonObject => {
  const missing = REQUIRED[model.type.name]?.find((name) => isUnassigned(next[name]));
  if (missing !== undefined) throw refusal(400, `${missing} is required.`, 'invalidValue');
  return next;
};

const alter = (good: Behaviour): Partial<Behaviour> => ({
  ...storing(good, judge),
  parseFilter: onlyEqual(
    {
      attributes: {
        User: ['userName', 'externalId', 'id', 'displayName'],
        Group: ['externalId', 'id', 'displayName'],
      },
      joined: false,
    },
    good,
  ),
  readPatch: (body, model, call) => {
    const operations = good.readPatch(body, model, call);
    if (isUser(model) && operations.some(({ path }) => path?.valueFilter !== undefined)) {
      throw refusal(400, 'A path with a filter is not supported.', 'invalidPath');
    }
    return operations;
  },
});

export const GITHUB: Preset = {
  name: 'github',
  title: 'As GitHub with managed users: no discovery, one eq at a time, no value filters in PATCH, externalId required',
  links: [
    'https://docs.github.com/en/enterprise-cloud@latest/rest/enterprise-admin/scim',
    'https://docs.github.com/en/enterprise-cloud@latest/rest/scim/scim',
  ],
  capabilities: {
    ...USERS_AND_GROUPS,
    serviceProviderConfig: false,
    resourceTypes: false,
    schemas: false,
    maxResults: 100,
  },
  alter,
};
