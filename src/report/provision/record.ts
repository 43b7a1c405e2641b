/** What happened, collected from the events for the reports at the end. Its size does not grow with the directory. */
import type { Reject, Where } from '../../directory/record.ts';
import type { Action, Change, ProvisionEvent, Refusal, Resource } from '../../provision/events.ts';
import type { Exchange } from '../../wire/exchange.ts';
import type { ProvisionListener } from './listener.ts';

/** The first of many, and how many there are. */
export interface Few<Item> {
  readonly first: readonly Item[];
  readonly count: number;
}

/** Changes alike: the same is done to the same kind of object for the same reason. */
export interface Section {
  readonly action: Action;
  readonly resource: Resource;
  readonly why: string;
  readonly changes: Few<Change>;
  /** Of add-members and remove-members: how many memberships. */
  readonly members: number;
}

/** Refusals for the same reason, whatever the id or the name in the request. */
export interface RefusalGroup {
  /** Of the first of them, whole. */
  readonly reason: string;
  /** What is the same in all of them. */
  readonly alike: string;
  readonly refusals: Few<Refusal>;
}

export interface Notice {
  readonly message: string;
  readonly hint?: string;
  readonly at?: Where;
}

type Of<Type extends ProvisionEvent['type']> = Extract<ProvisionEvent, { type: Type }>;

export interface ProvisionRecord {
  readonly started?: Of<'started'>;
  readonly staged?: Of<'staged'>;
  readonly planned?: Of<'planned'>;
  readonly finished?: Of<'finished'>;
  /** In the order in which the first of each came; of a plan what would be done, else what was done. */
  readonly sections: readonly Section[];
  readonly refusals: readonly RefusalGroup[];
  readonly refused: number;
  readonly rejected: Few<Reject>;
  readonly notices: Few<Notice>;
  readonly waitedSeconds: number;
  /** By number: those that decided a refusal, as far as they are kept. */
  readonly exchanges: ReadonlyMap<number, Exchange>;
}

/** More than anybody reads, and little enough to keep. */
const KEPT = 200;
const KEPT_REASONS = 100;
/** A refusal follows its exchange closely, but other objects are worked on at the same time. */
const RECENT = 256;
const KEPT_EXCHANGES = 20;
const LONGEST_TEXT = 64 * 1024;
const OTHER = 'for other reasons';

interface Collection<Item> extends Few<Item> {
  readonly count: number;
  add(item: Item): void;
}

const collection = <Item>(): Collection<Item> => {
  const first: Item[] = [];
  let count = 0;
  return {
    first,
    get count() {
      return count;
    },
    add(item) {
      count += 1;
      if (first.length < KEPT) first.push(item);
    },
  };
};

/** An entry of a map, made when it is missing; once there are too many of them, that of all the others. */
const entryOf = <Value>(map: Map<string, Value>, key: string, other: string, make: (key: string) => Value): Value => {
  const wanted = map.has(key) || map.size < KEPT_REASONS ? key : other;
  const found = map.get(wanted);
  if (found !== undefined) return found;
  const made = make(wanted);
  map.set(wanted, made);
  return made;
};

interface OpenSection extends Section {
  readonly changes: Collection<Change>;
  members: number;
}

/** What of an object changes differs from object to object, and is shown with each, where it is known. */
export const isDetailed = ({ attributes, why }: Change): boolean => attributes !== undefined && / changed$/.test(why);

const createSections = () => {
  const map = new Map<string, OpenSection>();
  return {
    add(change: Change): void {
      const { action, resource, count = 0 } = change;
      const why = isDetailed(change) ? '' : alikeOf(change.why);
      const kind = `${action} ${resource}`;
      const section = entryOf(map, `${kind}\n${why}`, `${kind}\n${OTHER}`, (key) => ({
        action,
        resource,
        why: key.slice(key.indexOf('\n') + 1),
        changes: collection<Change>(),
        members: 0,
      }));
      section.changes.add(change);
      section.members += count;
    },
    list: (): readonly Section[] => [...map.values()],
  };
};

/** `GET /Users?… answered 400`: encoded filters are long, and tell people little. */
export const withoutQueries = (text: string): string => text.replace(/\b([A-Z]+ \/[^\s?]*)\?\S+/g, '$1?…');

/** `PATCH /Users/… answered 404 (There is no User with the id ….)`. */
export const alikeOf = (reason: string): string => {
  const text = withoutQueries(reason);
  const ids = [...text.matchAll(/\b[A-Z]+ \/\w+\/([^\s?/]+)/g)].flatMap(([, id = '']) => (id.length < 4 ? [] : [id]));
  const without = ids.reduce((shorter, id) => shorter.replaceAll(id, '…'), text);
  return without.replace(/\b([A-Z]+ \/\w+)\/[^\s?]+/g, '$1/…');
};

const createRefusals = () => {
  const map = new Map<string, RefusalGroup & { readonly refusals: Collection<Refusal> }>();
  return {
    add(refusal: Refusal): void {
      const { reason } = refusal;
      const group = entryOf(map, alikeOf(reason), OTHER, (alike) => ({
        ...{ reason: alike === OTHER ? OTHER : reason, alike },
        refusals: collection<Refusal>(),
      }));
      group.refusals.add(refusal);
    },
    list: (): readonly RefusalGroup[] => [...map.values()],
  };
};

/** Exchanges of the last moments, and those of them that were asked for. */
const createExchanges = () => {
  const recent = new Map<number, Exchange>();
  const kept = new Map<number, Exchange>();
  return {
    kept,
    add(exchange: Exchange): void {
      if ((exchange.response?.text.length ?? 0) > LONGEST_TEXT) return;
      recent.set(exchange.number, exchange);
      for (const number of recent.keys()) {
        if (recent.size <= RECENT) return;
        recent.delete(number);
      }
    },
    keep(number: number | undefined): void {
      const exchange = number === undefined ? undefined : recent.get(number);
      if (exchange !== undefined && kept.size < KEPT_EXCHANGES) kept.set(exchange.number, exchange);
    },
  };
};

/** A listener that fills a record. */
export const createProvisionRecord = (): {
  readonly record: ProvisionRecord;
  readonly listener: ProvisionListener;
} => {
  const sections = createSections();
  const refusals = createRefusals();
  const exchanges = createExchanges();
  const rejected = collection<Reject>();
  const notices = collection<Notice>();
  const record: { -readonly [Key in keyof ProvisionRecord]: ProvisionRecord[Key] } = {
    get sections() {
      return sections.list();
    },
    get refusals() {
      return refusals.list();
    },
    refused: 0,
    rejected,
    notices,
    waitedSeconds: 0,
    exchanges: exchanges.kept,
  };
  const on = (event: ProvisionEvent): void => {
    switch (event.type) {
      case 'started':
        record.started = event;
        break;
      case 'staged':
        record.staged = event;
        break;
      case 'planned':
        record.planned = event;
        break;
      case 'finished':
        record.finished = event;
        break;
      case 'notice':
        notices.add(event);
        break;
      case 'rejected':
        rejected.add(event.reject);
        break;
      case 'change':
        if (record.started?.purpose === 'plan') sections.add(event.change);
        break;
      case 'applied':
        sections.add(event.change);
        break;
      case 'refused':
        record.refused += 1;
        refusals.add(event.refusal);
        exchanges.keep(event.refusal.exchange);
        break;
      case 'sent':
        exchanges.add(event.exchange);
        break;
      case 'waiting':
        record.waitedSeconds += event.seconds;
        break;
      case 'reading':
        break;
    }
  };
  return { record, listener: { on } };
};
