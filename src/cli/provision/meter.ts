/** How far a run of provisioning is, in a line: rate, time left, counts. */
import type { PlanCounts, ProvisionEvent } from '../../provision/events.ts';
import { duration } from '../../report/printable.ts';

export interface Meter {
  on(event: ProvisionEvent): void;
  text(): string;
}

/** The rate is that of the last moments. */
const WINDOW_MS = 10_000;
const SAMPLES = 20;

/** @param now milliseconds that only grow */
export const createMeter = (now: () => number = () => performance.now()): Meter => {
  let phase: 'starting' | 'reading' | 'planning' | 'applying' = 'starting';
  let isPlan = false;
  let rows = 0;
  let total = 0;
  let done = 0;
  let refused = 0;
  let waiting = '';
  const requests = createRate(now);
  const changes = createRate(now);

  const advance = (number: number): void => {
    done += number;
    changes.add(number);
  };
  const on = (event: ProvisionEvent): void => {
    if (event.type === 'sent') {
      requests.add(1);
      waiting = '';
    } else if (event.type === 'waiting') {
      waiting = `waiting ${duration(event.seconds * 1000)}: ${event.because}`;
    } else if (event.type === 'started') {
      isPlan = event.purpose === 'plan';
      phase = 'reading';
    } else if (event.type === 'reading') {
      rows = event.rows;
    } else if (event.type === 'staged') {
      phase = isPlan ? 'planning' : 'applying';
    } else if (event.type === 'planned') {
      total = workIn(event.counts);
    } else if (event.type === 'change' || event.type === 'applied') {
      advance(event.change.count ?? 1);
    } else if (event.type === 'refused') {
      refused += 1;
      advance(1);
    }
  };
  const parts = (): string[] => {
    if (phase === 'starting') return ['starting'];
    if (phase === 'reading') return ['reading the directory', ...(rows > 0 ? [`${grouped(rows)} rows`] : [])];
    if (phase === 'planning') return ['planning', `${grouped(done)} changes`, rateText(requests, 'requests')];
    const known = Math.max(total, done);
    const share = known === 0 ? 100 : Math.floor((100 * done) / known);
    const rate = changes.perSecond();
    const left = rate > 0 && known > done ? `${duration((1000 * (known - done)) / rate)} left` : '';
    return [
      `${grouped(done)} of ${grouped(known)} (${share} %)`,
      rateText(requests, 'requests'),
      left,
      refused > 0 ? `${grouped(refused)} refused` : '',
    ];
  };
  return { on, text: () => [...parts(), waiting].filter((part) => part !== '').join('  ') };
};

const grouped = (number: number): string => number.toLocaleString('en-US');

/** Changes as they are told: memberships each. */
const workIn = ({ created, adopted, updated, deactivated, reactivated, deleted, memberships }: PlanCounts): number =>
  created + adopted + updated + deactivated + reactivated + deleted + memberships.added + memberships.removed;

interface Rate {
  add(number: number): void;
  /** 0 until there is something to tell. */
  perSecond(): number;
}

const rateText = (rate: Rate, what: string): string => {
  const perSecond = rate.perSecond();
  if (perSecond === 0) return '';
  return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} ${what}/s`;
};

const createRate = (now: () => number): Rate => {
  const samples: { readonly at: number; sum: number }[] = [];
  let sum = 0;
  return {
    add(number) {
      sum += number;
      const at = now();
      const last = samples.at(-1);
      if (last === undefined || at - last.at >= WINDOW_MS / SAMPLES) samples.push({ at, sum: sum - number });
      if (samples.length > SAMPLES) samples.shift();
    },
    perSecond() {
      const [first] = samples;
      const elapsed = first === undefined ? 0 : now() - first.at;
      return first === undefined || elapsed < WINDOW_MS / SAMPLES ? 0 : (1000 * (sum - first.sum)) / elapsed;
    },
  };
};
