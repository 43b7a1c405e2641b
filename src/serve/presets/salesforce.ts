/**
 * Behaves like Salesforce, as its help has it ("SCIM and REST API Reference Sheet", "Manage groups with SCIM", "Deactivate
 * users"), and the 409 that clients report who send no profile (learn.microsoft.com/answers/questions/5828857):
 * `/ServiceProviderConfigs` in the plural, entitlements on every user, members wrapped in an object, DELETE deactivates.
 * The number for a status was seen in that one error; here all have it.
 */
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { isGroup, isUser, targets } from '../faults/fault.ts';
import { deactivating, objectsIn, type Preset, storing, USERS_AND_GROUPS } from './preset.ts';

const LARGEST_START = 2200;
const CONFIG = 'ServiceProviderConfig';

const judge = (next: JsonObject, model: ResourceModel): JsonObject => {
  if (isUser(model) && objectsIn(next.entitlements).length === 0) {
    throw refusal(409, 'REQUIRED_FIELD_MISSING: a user must have one entitlement, which must be a profile.');
  }
  return next;
};

/** `add` with the path `members` takes `{members: […]}`, and no list. */
const unwrapped = (operation: PatchOperation): PatchOperation => {
  const { op, path, value } = operation;
  if (op !== 'add' || path?.valueFilter !== undefined || !targets(operation, 'members')) return operation;
  if (!isObject(value) || !Array.isArray(value.members)) {
    throw refusal(400, 'The members must be in an object under "members".', 'invalidSyntax');
  }
  return { ...operation, value: value.members };
};

const alter = (good: Behaviour): Partial<Behaviour> => ({
  ...storing(good, judge),
  remove: deactivating(good),
  dispatch: (call) => {
    const [first, ...rest] = call.segments;
    if (first === CONFIG) throw refusal(404, 'There is nothing here.');
    return good.dispatch(first === `${CONFIG}s` ? { ...call, segments: [CONFIG, ...rest] } : call);
  },
  applyOperation: (resource, operation, model, call) =>
    good.applyOperation(resource, isGroup(model) ? unwrapped(operation) : operation, model, call),
  list: (call, models) =>
    Number(call.query.get('startIndex') ?? 1) > LARGEST_START
      ? { status: 400, body: { Errors: [{ description: 'Start index too big', code: 400 }] } }
      : good.list(call, models),
  errorAnswer: (error, call) => {
    const answer = good.errorAnswer(error, call);
    return isObject(answer.body) ? { ...answer, body: { ...answer.body, status: answer.status } } : answer;
  },
});

export const SALESFORCE: Preset = {
  name: 'salesforce',
  title: 'As Salesforce: every user has a profile, members come wrapped, DELETE deactivates, ServiceProviderConfigs',
  links: [
    'https://help.salesforce.com/s/articleView?id=xcloud.identity_scim_rest_api.htm',
    'https://help.salesforce.com/s/articleView?id=xcloud.identity_scim_manage_groups.htm',
    'https://learn.microsoft.com/en-us/answers/questions/5828857/scim-integration-in-entra-for-salesforce',
  ],
  capabilities: USERS_AND_GROUPS,
  alter,
};
