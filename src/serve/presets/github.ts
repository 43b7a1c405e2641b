/**
 * Behaves like GitHub with managed users. The filters and the two endpoints are those of its REST description
 * (enterprise-admin/scim); that paths of a PATCH of a user take no value filters is said of the endpoint for organisations
 * (scim/scim). Required are the attributes of a user that the clients made from it always send. No document at hand tells
 * of discovery, so there is none here. That its API turns away requests without a User-Agent is left out: Entra was seen
 * to send none, and whether GitHub refuses it for that is not known.
 */
import { isUnassigned, type JsonObject } from '../../scim/json.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { isUser } from '../faults/fault.ts';
import { onlyEqual, type Preset, storing, USERS_AND_GROUPS } from './preset.ts';

const REQUIRED = ['externalId', 'displayName', 'emails'];

const judge = (next: JsonObject, model: ResourceModel): JsonObject => {
  const missing = isUser(model) ? REQUIRED.find((name) => isUnassigned(next[name])) : undefined;
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
