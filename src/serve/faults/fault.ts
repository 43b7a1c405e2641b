import type { Behaviour } from '../behaviour.ts';

/** One real defect: a few decisions of the good server, made wrong. */
export interface Fault {
  /** Kebab case; the same bug has the same id everywhere. */
  readonly id: string;
  /** What the faulty server does, as a sentence in the present tense. */
  readonly title: string;
  /** Reports of it in the field; empty when it is only a plausible slip that keeps a case honest. */
  readonly links: readonly string[];
  /** What is wrong, given what was right. */
  alter(good: Behaviour): Partial<Behaviour>;
}
