/** For the tests in this folder: what can be seen of a fault from outside. */
import type { JsonObject } from '../../scim/json.ts';
import { BULK_REQUEST_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, type Reply, resources, withServer } from '../caller.testing.ts';
import type { Fault } from './fault.ts';

/** One look at a server: what a good one shows, and what one with the fault shows. */
export interface Difference {
  readonly id: string;
  ask(caller: Caller): Promise<unknown>;
  readonly good: unknown;
  readonly faulty: unknown;
  /** Of both servers, when the fault is about something that the usual one does not have. */
  readonly variations?: readonly string[];
  /** Of both servers, in milliseconds since the epoch, where the pace of this machine should not matter. */
  clock?(): number;
}

/** Asks a good server and a faulty one. */
export const observe = async ({
  id,
  ask,
  variations = [],
  clock = Date.now,
}: Difference): Promise<{ readonly good: unknown; readonly faulty: unknown }> => ({
  good: await withServer({ variations, clock }, ask),
  faulty: await withServer({ variations, clock, faults: [id] }, ask),
});

/** Whether a server with the fault still creates a user and shows him. */
export const stillWorks = ({ id }: Fault): Promise<boolean> =>
  withServer({ faults: [id] }, async (caller) => {
    const body = { schemas: [USER_URN], userName: 'still.works', displayName: 'Still Works' };
    // The only body that every one of them reads.
    const type = id === 'request-content-type-json-rejected' ? 'application/scim+json' : 'application/json';
    const created = await caller.post('/Users', body, { 'content-type': type });
    const read = await caller.get(`/Users/${created.body.id}`);
    return created.status === 201 && read.status === 200 && read.body.userName === 'still.works';
  });

/** Status, and scimType where there is one: `409 uniqueness`. */
export const verdict = ({ status, body }: Reply): string =>
  [status, ...(status >= 400 && typeof body.scimType === 'string' ? [body.scimType] : [])].join(' ');

export const namesIn = (reply: Reply): unknown[] =>
  reply.status === 200
    ? resources(reply).map(({ userName, displayName }) => userName ?? displayName ?? null)
    : [verdict(reply)];

/** The names a filter finds among the users. */
export const find = async (caller: Caller, filter: string, path = '/Users'): Promise<unknown[]> =>
  namesIn(await caller.filter(path, filter));

/** Users u1, u2, … with these attributes. */
export const crowd = async (caller: Caller, size: number, attributes: JsonObject = {}): Promise<JsonObject[]> => {
  const users: JsonObject[] = [];
  for (let number = 1; number <= size; number += 1) {
    users.push(await caller.user(`u${number}`, attributes));
  }
  return users;
};

export const idOf = ({ id }: JsonObject): string => String(id);

export const bulk = (caller: Caller, Operations: JsonObject[], more: JsonObject = {}): Promise<Reply> =>
  caller.post('/Bulk', { schemas: [BULK_REQUEST_URN], Operations, ...more });

export const bulkStatuses = ({ body }: Reply): unknown[] => {
  const operations = body.Operations;
  return Array.isArray(operations) ? operations.map((operation) => dig(operation, 'status')) : [];
};
