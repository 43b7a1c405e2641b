/**
 * Bulk imports (RFC 7644 §3.7): writes travel many in one request, for an operator who wants thousands of people in a target
 * soon. No identity provider that we know sends bulk requests itself: Okta, Entra ID and JumpCloud never do, and authentik reads
 * `bulk.maxOperations` only to cut its PATCHes into pieces; so what a vendor will see of them is seen without it.
 */
import { statedCapabilities } from '../scim/capabilities.ts';
import { isObject } from '../scim/json.ts';
import { compileRequest } from '../suite/write.ts';
import type { BulkLimits } from './bulk-batch.ts';
import { createLane } from './bulk-lane.ts';
import type { Crew } from './crew.ts';
import { chosen, numberAt } from './facts.ts';
import type { Work } from './work.ts';

/** RFC 7643 §5 wants both limits published; a target that does not gets no more than this at a time. */
const CAUTIOUS = { operations: 100, bytes: 1_000_000 } as const;

/**
 * Lets writes travel in bulk requests from now on, where the target takes them, and returns a crew that has as many hands as
 * there is room in them. Where it takes none, that is told, and the crew is the one that was given.
 */
export const openBulk = async (work: Work, crew: Crew): Promise<Crew> => {
  const limits = await bulkLimits(work);
  if (limits === undefined) return crew;
  const { pace } = crew;
  const lane = createLane(work, limits, pace);
  work.voice.carryBy(lane);
  return { ...crew, pace: { ...pace, limit: () => Math.max(pace.limit(), lane.room()) } };
};

const bulkLimits = async (work: Work): Promise<BulkLimits | undefined> => {
  const { voice } = work;
  const template = { method: 'GET', path: '/ServiceProviderConfig', query: [], headers: [] };
  const { response } = await voice.send(compileRequest(template, voice.dialect)(new Map()), 'bulk');
  const stated = isObject(response?.body) ? statedCapabilities(response.body) : {};
  if (!isObject(stated.bulk) || stated.bulk.supported !== true) {
    voice.notice('the target has no /Bulk: requests are sent one by one');
    return undefined;
  }
  const operations = numberAt(stated, 'bulk.maxOperations') ?? CAUTIOUS.operations;
  const bytes = numberAt(stated, 'bulk.maxPayloadSize') ?? CAUTIOUS.bytes;
  if (operations >= 2) return { operations, bytes };
  voice.notice(`the target takes ${operations} operation in a bulk request: requests are sent one by one`);
  return undefined;
};

/** Whether this identity provider makes a group before it has members, so that groups can be there before the people are. */
export const groupsComeFirst = ({ habits, facts }: Work): boolean =>
  habits.groups?.empty === 'create' && chosen(habits.groups.create, facts)[0]?.members === false;
