/** Faults that only show when two requests come together; one after the other all is well. */
import { stored, withIdentity } from '../resources.ts';
import { crash, type Fault, isGroup, isUser, pause, reports } from './fault.ts';

export const CONCURRENCY_FAULTS: readonly Fault[] = [
  {
    id: 'group-concurrent-patch-lost-update',
    title: 'Reads a group, waits, and writes the whole group back: of two changes that come together one is lost',
    links: reports(
      'scimmyjs/scimmy#79',
      'FusionAuth/fusionauth-issues#2869',
      'fleetdm/fleet#50724',
      'fleetdm/fleet#51961',
      'BerriAI/litellm#17513',
      'cloudfoundry/uaa#3252',
    ),
    alter: (good) => ({
      update: async (call, model, id, change) => {
        if (!isGroup(model)) {
          return good.update(call, model, id, change);
        }
        const next = change(call.service.behaviour.represent(stored(id, model, call), model, call));
        await pause();
        return good.update(call, model, id, () => next);
      },
    }),
  },
  {
    id: 'user-concurrent-create-duplicate-or-500',
    title: 'Looks whether a userName is free, waits, and lets the clash in its database surface as 500',
    links: reports('gravitee-io/gravitee-access-management#8290', 'snapotter-hq/SnapOtter#980'),
    alter: (good) => ({
      insert: async (resource, model, call) => {
        if (!isUser(model)) {
          return good.insert(resource, model, call);
        }
        good.checkUnique(resource, model, call);
        await pause();
        try {
          return await good.insert(resource, model, call);
        } catch {
          return crash('duplicate key value violates unique constraint');
        }
      },
    }),
  },
  {
    id: 'sec-toctou-user-create-duplicates',
    title: 'Looks whether a userName is free, waits, and creates the user: two at once both exist afterwards',
    links: [],
    alter: (good) => ({
      insert: async (resource, model, call) => {
        if (!isUser(model)) {
          return good.insert(resource, model, call);
        }
        good.checkUnique(resource, model, call);
        await pause();
        const user = withIdentity(resource, model, call);
        call.service.store.put(model.type.name, user);
        return user;
      },
    }),
  },
  {
    id: 'etag-check-not-atomic',
    title: 'Checks If-Match, waits, and writes: of two writers with the same version both win',
    links: reports('thunder-id/thunderid#5110'),
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const { 'if-match': condition, ...headers } = call.headers;
        if (condition !== undefined) {
          call.service.behaviour.checkVersion(stored(id, model, call), model, call);
          await pause();
        }
        return good.update({ ...call, headers }, model, id, change);
      },
    }),
  },
];
