/** Faults that open a door. */
import { type Fault, isUser, reports } from './fault.ts';

export const SECURITY_FAULTS: readonly Fault[] = [
  {
    id: 'sec-reactivate-by-unrelated-patch',
    title: 'Activates a deactivated user when a PATCH changes something else',
    links: reports('windmill-labs/windmill#8484', 'valon-technologies/gestalt#3132'),
    alter: (good) => ({
      update: (call, model, id, change) =>
        good.update(call, model, id, (current) => {
          const next = change(current);
          const isUnrelated = call.method === 'PATCH' && !/active/i.test(JSON.stringify(call.body ?? null));
          return isUser(model) && isUnrelated && current.active === false ? { ...next, active: true } : next;
        }),
    }),
  },
  {
    id: 'sec-numeric-externalid-impersonation',
    title: 'Takes an externalId that is a number for the id of a user',
    links: reports('golang/vulndb#4153'),
    alter: (good) => ({
      read: (call, model, id) => {
        const [alias] = isUser(model) && /^\d+$/.test(id) ? call.service.store.idsBy('User', 'externalId', id) : [];
        return good.read(call, model, alias ?? id);
      },
    }),
  },
];
