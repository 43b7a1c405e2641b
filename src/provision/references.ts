/** Telling the target who is whose manager, and the like, once everybody is there. */
import type { JsonObject } from '../scim/json.ts';
import { dueReferences, ownReferences } from './decide.ts';
import type { Change } from './events.ts';
import type { Link } from './links.ts';
import { idOf } from './lookup.ts';
import { habitsOf, wantedUser } from './person.ts';
import type { PersonRow } from './rows.ts';
import { resourcesIn, type Spoken } from './say.ts';
import { DONE, update } from './user-changes.ts';
import { applied, appliedPartly, refuse, type Settled, type Work } from './work.ts';

/** Tells the target who is whose manager, and the like, now that everybody is there. */
export const applyReferences = async (row: PersonRow, work: Work): Promise<Settled> => {
  const { link } = row;
  const habits = habitsOf(work);
  if (link === undefined) return true;
  const late = Object.entries(ownReferences(row, habits)).filter(
    ([name, id]) => (link.refs[name] !== id || link.refsOpen) && work.links.targetIdOf('user', id) !== undefined,
  );
  const change = referenceChange(row, link, [
    ...late.map(([name]) => name),
    ...dueReferences(row, link, habits).map(({ parameter }) => parameter),
  ]);
  const tell = (operation: string | undefined, values: JsonObject): Promise<Spoken> =>
    operation === undefined
      ? Promise.resolve(DONE)
      : work.voice.speak(operation, { ...values, id: link.targetId }, change);
  const refs = new Map(Object.entries(link.refs));
  let sent = 0;
  const spoken = await update(
    row,
    late.map(([name, after]) => ({ name, after })),
    tell,
    work,
  );
  if (spoken.effect !== 'done') return referenceFailed(row, spoken, { refs, sent }, change, work);
  for (const [name, id] of late) refs.set(name, id);
  sent += late.length;
  for (const { parameter, person } of dueReferences(row, link, habits)) {
    const target = person === undefined ? undefined : work.links.targetIdOf('user', person);
    if (person !== undefined && target === undefined) continue;
    const { set, clear, check } = habits.references[parameter] ?? {};
    const values: JsonObject = target === undefined ? {} : { [parameter]: target };
    if (person !== undefined && (await isThere(check, { ...values, id: link.targetId }, change, work))) {
      refs.set(parameter, person);
      continue;
    }
    const said = await tell(person === undefined ? clear : set, values);
    if (said.effect !== 'done') return referenceFailed(row, said, { refs, sent }, change, work);
    if (person === undefined) refs.delete(parameter);
    else refs.set(parameter, person);
    sent += 1;
  }
  work.links.setRefs(
    row.id,
    Object.fromEntries(refs),
    Object.entries(row.refs).some(([name, id]) => refs.get(name) !== id),
  );
  if (sent === 0) return true;
  if (work.links.countOnce('user', row.id)) work.tally.touch();
  else if (!work.failures.isTold('user', row.id)) return true;
  return applied(work, change);
};

/** Whether the target says that it has this reference already; nothing is asked without an operation for it. */
const isThere = async (
  check: string | undefined,
  values: JsonObject,
  change: Change,
  { voice }: Work,
): Promise<boolean> => {
  if (check === undefined) return false;
  const spoken = await voice.speak(check, values, change);
  if (spoken.effect === 'done') return resourcesIn(spoken.body).some((resource) => idOf(resource) === values.id);
  voice.notice(
    `${check} is not answered as ${voice.dialect.title} needs it: what it asks for is set all the same`,
    `${voice.dialect.title} itself may leave it then. The first answer: ${spoken.because}.`,
  );
  return false;
};

const referenceChange = (row: PersonRow, link: Link, names: readonly string[]): Change => ({
  action: 'update',
  resource: 'user',
  id: row.id,
  name: row.name,
  targetId: link.targetId,
  why: `${names.join(', ')} changed`,
  attributes: names.map((name) => {
    const [before, after] = [link.refs[name], row.refs[name]];
    return { name, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  }),
  at: row.at,
});

const referenceFailed = (
  row: PersonRow,
  spoken: Spoken,
  { refs, sent }: { readonly refs: ReadonlyMap<string, string>; readonly sent: number },
  change: Change,
  work: Work,
): Settled => {
  work.links.setRefs(row.id, Object.fromEntries(refs), true);
  const isFirst = work.links.countOnce('user', row.id);
  if (isFirst) work.tally.touch();
  if (isFirst && sent > 0) appliedPartly(work, change);
  return refuse(work, change, wantedUser(row), spoken, true, !isFirst || sent > 0);
};
