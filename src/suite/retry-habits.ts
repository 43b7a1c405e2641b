/** How an identity provider repeats what failed; times are written `40m`, `6h`, `28d` and read as seconds. */
import type { Backing, RetryHabits } from './model.ts';
import { childOf, itemsOf, numberOf, type Source, textOf } from './source.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `6h` → 21600. Undefined for what is no time. */
export const secondsOf = (source: Source | undefined): number | undefined => {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([smhd])$/u.exec(textOf(source) ?? '') ?? [];
  return number === undefined ? undefined : Number(number) * (SECONDS[unit] ?? 1);
};

const RETRY_AFTER: readonly RetryHabits['retryAfter'][] = ['ignored', 'seconds', 'seconds-or-date'];

export const toRetryHabits = (source: Source | undefined): Omit<RetryHabits, keyof Backing> => {
  const longest = secondsOf(childOf(source, 'longest'));
  const cycle = secondsOf(childOf(source, 'cycle'));
  const escrow = childOf(source, 'escrow');
  const quarantine = childOf(source, 'quarantine');
  const form = textOf(childOf(source, 'retry-after'));
  return {
    statuses: itemsOf(childOf(source, 'statuses')).flatMap((item) => numberOf(item) ?? []),
    attempts: numberOf(childOf(source, 'attempts')) ?? 1,
    wait: secondsOf(childOf(source, 'wait')) ?? 1,
    factor: numberOf(childOf(source, 'factor')) ?? 1,
    ...(longest === undefined ? {} : { longest }),
    retryAfter: RETRY_AFTER.find((known) => known === form) ?? 'ignored',
    ...(cycle === undefined ? {} : { cycle }),
    ...(escrow === undefined ? {} : { escrow: toEscrow(escrow) }),
    ...(quarantine === undefined ? {} : { quarantine: toQuarantine(quarantine) }),
  };
};

const toEscrow = (source: Source): NonNullable<RetryHabits['escrow']> => ({
  waits: itemsOf(childOf(source, 'waits')).flatMap((item) => secondsOf(item) ?? []),
  until: secondsOf(childOf(source, 'until')) ?? 0,
});

const toQuarantine = (source: Source): NonNullable<RetryHabits['quarantine']> => {
  const failures = numberOf(childOf(source, 'failures'));
  return {
    share: numberOf(childOf(source, 'share')) ?? 1,
    atLeast: numberOf(childOf(source, 'at-least')) ?? 0,
    ...(failures === undefined ? {} : { failures }),
    cycle: secondsOf(childOf(source, 'cycle')) ?? 0,
    until: secondsOf(childOf(source, 'until')) ?? 0,
  };
};
