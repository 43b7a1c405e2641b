/** After a run that was cut off: what became of the requests it had under way is looked up, never guessed. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import type { Task } from './crew.ts';
import { lookAgainGroup } from './groups.ts';
import type { JournalEntry } from './journal.ts';
import type { Found } from './lookup.ts';
import { lookAgain } from './users.ts';
import type { Settled, Work } from './work.ts';

const PAGE = 500;

/** One task for each line that is not settled. */
export function* resumeTasks(work: Work): Generator<Task> {
  // Sent by an earlier process: all of them have had the same time to show themselves.
  const until = performance.now() + work.patienceMs;
  let after = 0;
  for (;;) {
    const entries = work.journal.unsettled(PAGE, after);
    for (const entry of entries) {
      yield {
        run: async () => {
          if (await resume(entry, work, until)) work.journal.settle(entry.seq);
          else work.unresolved.add(keyOf(entry));
          return true;
        },
      };
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < PAGE) return;
    after = last.seq;
  }
}

const keyOf = ({ resource, id }: JournalEntry): string => `${resource} ${id}`;

const resume = (entry: JournalEntry, work: Work, until: number): Promise<Settled> | Settled => {
  if (entry.action === 'create' || entry.action === 'adopt') return resumeCreation(entry, work, until);
  if (entry.action === 'add-members' || entry.action === 'remove-members') {
    work.memberships.doubt(entry.id, membersIn(entry.detail));
    return true;
  }
  if (entry.action === 'delete') return true;
  work.begun.set(keyOf(entry), entry.action);
  work.links.doubt(entry.resource, entry.id, entry.action === 'update' ? 'attributes' : 'all');
  return true;
};

const membersIn = (detail: JournalEntry['detail']): string[] => {
  const { added, removed } = isObject(detail) ? detail : {};
  return [added, removed].flatMap((list) => (Array.isArray(list) ? list.filter((one) => typeof one === 'string') : []));
};

const resumeCreation = async (entry: JournalEntry, work: Work, until: number): Promise<Settled> => {
  const { resource, id, name } = entry;
  const known = work.links.byId(resource, id);
  if (known !== undefined) {
    // It was adopted, or is being made again; what it holds is not known.
    work.links.doubt(resource, id, 'all');
    return true;
  }
  const params: JsonObject = isObject(entry.detail) ? entry.detail : {};
  const sought = { id, name, params };
  const found = await (resource === 'user' ? lookAgain(sought, work, until) : lookAgainGroup(sought, work, until));
  if (found.kind === 'one') {
    link(entry, found, work);
    return true;
  }
  if (found.kind === 'none' && found.sure) return true;
  work.voice.notice(
    `whether ${name} was created before the last run was cut off could not be found out${'because' in found ? `: ${found.because}` : ''}`,
    'Nothing is done for it until that is known.',
  );
  return false;
};

/** It is there: what it holds will be sent again, for that the cut came after the last byte nobody knows. */
const link = (entry: JournalEntry, found: Extract<Found, { kind: 'one' }>, work: Work): void => {
  const { resource, id, name } = entry;
  const other = work.links.byTarget(resource, found.id);
  if (other !== undefined) return;
  work.begun.set(keyOf(entry), isOlder(found.resource, entry.at) ? 'adopt' : 'create');
  const unknown = { sent: undefined, refs: {}, refsOpen: false, active: resource === 'group' ? true : undefined };
  work.links.put(resource, { id, targetId: found.id, name, ...unknown });
  if (resource === 'group') work.memberships.adoptGroup(id);
};

/** It was there before anything was sent for it; a target that does not say how old it is, or not so that it can be read, is not asked. */
const isOlder = (resource: JsonObject, begun: number): boolean => {
  const meta = getIgnoringCase(resource, 'meta');
  const created = isObject(meta) ? getIgnoringCase(meta, 'created') : undefined;
  // Some targets know whole seconds only.
  return typeof created === 'string' && Date.parse(created) < Math.floor(begun / 1000) * 1000;
};
