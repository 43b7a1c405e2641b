/** Faults that lose or change what nobody asked to change. */
import { isObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import { mediaType } from '../body.ts';
import { type Fault, isUser, reports, targets, without } from './fault.ts';

export const DATA_LOSS_FAULTS: readonly Fault[] = [
  {
    id: 'delete-hard-instead-soft',
    title: 'Deletes a user when he is deactivated',
    links: reports('NorthlandPositronics/Cogtrix#123', 'Budibase/budibase#17628'),
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const before = call.service.store.get(model.type.name, id);
        const after = await good.update(call, model, id, change);
        if (isUser(model) && before?.active === true && after.active === false) {
          call.service.behaviour.erase(id, model, call);
        }
        return after;
      },
    }),
  },
  {
    id: 'content-type-json-drops-extensions',
    title: 'Loses the extensions of a resource that comes as application/json',
    links: reports('apache/directory-scimple#390'),
    alter: (good) => ({
      readBody: (contentType, text, call) => {
        const body = good.readBody(contentType, text, call);
        return mediaType(contentType ?? '') === 'application/json' && isObject(body)
          ? without(body, ENTERPRISE_USER_URN)
          : body;
      },
    }),
  },
  {
    id: 'patch-custom-data-overwritten',
    title: 'Loses the enterprise extension when a PATCH changes phone numbers',
    links: reports('FusionAuth/fusionauth-issues#3064'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const next = good.applyOperation(resource, operation, model, call);
        return targets(operation, 'phoneNumbers') ? without(next, ENTERPRISE_USER_URN) : next;
      },
    }),
  },
  {
    id: 'patch-email-deletes-user',
    title: 'Deletes a user when a PATCH changes his e-mail address',
    links: reports('ssoready/ssoready#165'),
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const before = call.service.store.get(model.type.name, id);
        const after = await good.update(call, model, id, change);
        if (
          call.method === 'PATCH' &&
          isUser(model) &&
          JSON.stringify(before?.emails) !== JSON.stringify(after.emails)
        ) {
          call.service.behaviour.erase(id, model, call);
        }
        return after;
      },
    }),
  },
];
