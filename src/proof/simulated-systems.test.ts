/** The identity providers tell a server that others wrote about a made-up company, and it is what it was told. */
import { expect, it } from 'vitest';
import type { SimulateEvent } from '../simulate/events.ts';
import { simulate } from '../simulate/simulate.ts';
import { LIVELY } from '../simulate/simulation.testing.ts';
import { startIndependentServer } from './independent-server.ts';
import { meet, partnerOf } from './life.testing.ts';
import { refusedTo, SCIMMY_REFUSES } from './refusals.testing.ts';
import { WAYS } from './told.testing.ts';

const DAYS = 3;
/** The others say the same in other circumstances, which scimmy does not bring about. */
const IDPS = Object.keys(WAYS).filter((idp) => !/:(slack|sfdc)$/.test(idp));

it.each(IDPS)('scimmy has no drift after some lively days of %s', async (idp) => {
  const { client } = await meet(() => startIndependentServer('scimmy'));
  const events: SimulateEvent[] = [];
  const options = { people: 12, days: DAYS, seed: 3, rates: LIVELY, followWrites: false };
  for await (const event of simulate({ client, ...(await partnerOf(idp)), ...options })) events.push(event);
  const reviewed = refusedTo(idp, SCIMMY_REFUSES);
  const reasons = events.flatMap((event) =>
    event.type === 'provision' && event.event.type === 'refused' ? [event.event.refusal.reason] : [],
  );
  expect(reasons.filter((reason) => !reviewed.some(({ answer }) => reason.includes(answer)))).toEqual([]);
  // Nobody's name of a group has a quote in it here; what else scimmy refuses is refused to the end.
  const refuses = reviewed.some(({ effect }) => effect.groups === undefined);
  expect(events.at(-1)).toMatchObject({
    ...{ type: 'finished', exitCode: refuses ? 1 : 0 },
    result: { drift: [], requests: expect.any(Number) },
  });
  expect(events.find(({ type }) => type === 'checkpoint')).toMatchObject({ day: DAYS, drift: 0, unread: [] });
});
