/** `provision pull`: what the target has, a line for each, while it is read. */
import type { PullEvent, PulledEntry } from '../../provision/events.ts';
import { createPaint, type Paint } from '../paint.ts';
import { count, duration, padEnd, printable } from '../printable.ts';
import type { ProvisionContext } from './listener.ts';

export interface PullListener {
  on(event: PullEvent): void;
}

type Write = (text: string) => void;
type Finished = Extract<PullEvent, { type: 'finished' }>;

const NAME_COLUMNS = 36;
const ID_COLUMNS = 36;

/** Gives an entry once it is known whether it was adopted. */
const entries = (tell: (entry: PulledEntry, adopted: boolean) => void) => {
  let held: PulledEntry | undefined;
  const give = (adopted: boolean): void => {
    if (held !== undefined) tell(held, adopted);
    held = undefined;
  };
  return {
    on(event: PullEvent): void {
      if (event.type === 'pulled') {
        give(false);
        held = event.entry;
      } else if (event.type === 'adopted') give(true);
      else if (event.type === 'finished') give(false);
    },
  };
};

/** A table; the summary is told elsewhere. */
export const createPullTable = (write: Write, { colour }: Pick<ProvisionContext, 'colour'>): PullListener => {
  const paint = createPaint(colour);
  let any = false;
  return entries((entry, adopted) => {
    if (!any)
      write(`${paint.faint(rowText('status', 'resource', 'name', 'id in the target', 'id in the directory'))}\n`);
    any = true;
    write(`${entryText(entry, adopted, paint)}\n`);
  });
};

const entryText = ({ status, resource, name, targetId, id }: PulledEntry, adopted: boolean, paint: Paint): string => {
  const word = padEnd(adopted ? 'Adopted' : status, 8);
  const shade = status === 'New' && !adopted ? paint.doubtful : paint.good;
  const isKnown = status === 'Imported' || adopted;
  const text = rowText(word, resource, printable(name), printable(targetId), isKnown ? printable(id) : '');
  return text.replace(word, shade(word));
};

const rowText = (status: string, resource: string, name: string, targetId: string, id: string): string =>
  `${padEnd(status, 8)}  ${padEnd(resource, 8)}  ${padEnd(name, NAME_COLUMNS)}  ${padEnd(targetId, id === '' ? 0 : ID_COLUMNS)}  ${id}`.trimEnd();

/** One JSON document, an entry a line; its last member is the summary. */
export const createPullDocument = (write: Write): PullListener => {
  let any = false;
  const rows = entries((entry, adopted) => {
    write(`${any ? ',' : ''}\n${JSON.stringify(adopted ? { ...entry, adopted } : entry)}`);
    any = true;
  });
  return {
    on(event) {
      if (event.type === 'started') {
        const { target, idp, mode } = event;
        write(`${JSON.stringify({ version: 1, target, idp, mode }).slice(0, -1)},\n"entries":[`);
      }
      rows.on(event);
      if (event.type === 'finished') {
        const { summary, stopped } = event;
        write(`${any ? '\n' : ''}],\n${JSON.stringify({ ...(stopped && { stopped }), summary }).slice(1)}\n`);
      }
    },
  };
};

/** Two lines for people, without an end: what there was, and what it cost; or why it could not be told. */
export const pullVerdict = ({ summary, stopped }: Finished): string => {
  const { users, groups, new: fresh, imported, adopted, requests, durationMs } = summary;
  const what = `${count(users, 'user')} and ${count(groups, 'group')}: ${fresh} New, ${imported} Imported${adopted > 0 ? `, ${adopted} of the New adopted` : ''}`;
  const cost = `${count(requests, 'request')} in ${duration(durationMs)}`;
  if (stopped === undefined) return `${what}\n${cost}`;
  const kind = stopped.kind === 'interrupted' ? 'interrupted' : `could not tell: ${printable(stopped.because)}`;
  return `${kind}\nuntil then ${what}; ${cost}${stopped.hint === undefined ? '' : `\n${printable(stopped.hint)}`}`;
};
