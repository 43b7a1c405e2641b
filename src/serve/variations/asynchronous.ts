/** The legal variation of RFC 9967 §2.5.1.1: who wishes for it hears of his write later. */
import { randomUUID } from 'node:crypto';
import type { Answer, Behaviour, Call } from '../behaviour.ts';
import type { Variation } from './variation.ts';

const wishes = ({ headers }: Call): boolean => /\brespond-async\b/i.test(String(headers.prefer ?? ''));

/** PUT and PATCH are carried out at once, which nobody can see, and answered without the resource. */
export const answeringLater =
  (answer: (location: string) => Answer) =>
  (good: Behaviour): Partial<Behaviour> => ({
    serviceProviderConfig: (call) => ({
      ...good.serviceProviderConfig(call),
      securityEvents: { asyncRequest: 'request', eventUris: ['urn:ietf:params:scim:event:misc:asyncresp'] },
    }),
    async dispatch(call) {
      const done = await good.dispatch(call);
      const isLater = wishes(call) && call.bulk === undefined && ['PUT', 'PATCH'].includes(call.method);
      return isLater && done.status < 300 ? answer(`${call.baseUrl}/${call.segments.join('/')}`) : done;
    },
  });

export const later = (location: string): Answer => ({
  status: 202,
  headers: { location, 'set-txn': randomUUID(), 'preference-applied': 'respond-async' },
});

export const ASYNCHRONOUS_VARIATIONS: readonly Variation[] = [
  {
    id: 'answers-later',
    title: 'Answers 202 without a body to whoever prefers an asynchronous answer to a change',
    allowedBy: ['RFC9967-2.5.1.1-01', 'RFC9967-4-01'],
    because: 'A wish for it may be granted, and the ServiceProviderConfig says so.',
    alter: answeringLater(later),
  },
];
