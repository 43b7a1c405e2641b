/** Faults of PUT. */
import { refusal } from '../errors.ts';
import { type Fault, isUser, reports } from './fault.ts';

export const PUT_FAULTS: readonly Fault[] = [
  {
    id: 'put-user-unsupported',
    title: 'Answers 405 to PUT on users',
    links: reports('coder/coder#15828', 'vouch-sh/vouch#1415'),
    alter: (good) => ({
      replace: (call, model, id) => {
        if (isUser(model)) {
          throw refusal(405, 'Method not allowed.');
        }
        return good.replace(call, model, id);
      },
    }),
  },
  {
    id: 'put-active-omitted-reactivates',
    title: 'Activates a user when a PUT does not say whether he is active',
    links: reports('valon-technologies/gestalt#3132', 'vouch-sh/vouch#1415'),
    alter: (good) => ({
      merge: (current, incoming, model, call) =>
        good.merge(current, isUser(model) ? { active: true, ...incoming } : incoming, model, call),
    }),
  },
];
