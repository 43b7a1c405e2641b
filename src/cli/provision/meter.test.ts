import { expect, it } from 'vitest';
import type { ProvisionEvent } from '../../provision/events.ts';
import { exchange } from '../../report/example.testing.ts';
import { eventsOf, members, person, refusal } from '../../report/provision/example.testing.ts';
import { createMeter } from './meter.ts';

/** A meter with a clock of its own. */
const metered = () => {
  let time = 0;
  const meter = createMeter(() => time);
  const started = (purpose: 'plan' | 'apply'): void => {
    for (const event of eventsOf(purpose, {}).slice(0, 1)) meter.on(event);
  };
  const wait = (ms: number): void => {
    time += ms;
  };
  return { meter, started, wait };
};

const SENT: ProvisionEvent = { type: 'sent', operation: 'create-user', exchange: exchange(1) };
const STAGED: ProvisionEvent = { type: 'staged', people: 100, groups: 1, memberships: 50, rejected: 0 };

it('counts rows while the directory is read, and changes while a plan is made', () => {
  const { meter, started } = metered();
  expect(meter.text()).toBe('starting');
  started('plan');
  meter.on({ type: 'reading', rows: 120_000 });
  expect(meter.text()).toBe('reading the directory  120,000 rows');
  meter.on(STAGED);
  meter.on({ type: 'change', change: person(1) });
  meter.on({ type: 'change', change: members('Everyone', 50) });
  expect(meter.text()).toBe('planning  51 changes');
});

it('knows the rate of the last moments, and from it the time that is left', () => {
  const { meter, started, wait } = metered();
  started('apply');
  meter.on(STAGED);
  const planned = eventsOf('apply', { planned: { created: 100, memberships: { added: 50, removed: 0 } } }).at(-2);
  if (planned) meter.on(planned);
  expect(meter.text()).toBe('0 of 150 (0 %)');
  for (let number = 1; number <= 50; number++) {
    wait(100);
    meter.on(SENT);
    meter.on({ type: 'applied', change: person(number) });
  }
  expect(meter.text()).toBe('50 of 150 (33 %)  10 requests/s  9.8 s left');
  meter.on({ type: 'refused', refusal: refusal(51) });
  meter.on({ type: 'waiting', seconds: 4, because: 'the target answered 429' });
  expect(meter.text()).toMatch(/1 refused {2}waiting 4\.0 s: the target answered 429$/);
  meter.on(SENT);
  expect(meter.text()).not.toContain('waiting');
});

it('does not count beyond the end when more happened than was expected', () => {
  const { meter, started } = metered();
  started('apply');
  meter.on(STAGED);
  for (let number = 1; number <= 3; number++) meter.on({ type: 'applied', change: person(number) });
  expect(meter.text()).toBe('3 of 3 (100 %)');
});
