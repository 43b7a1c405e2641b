/** What a query asked for by index, RFC 7644 §3.4.2.4. */
import { type Answer, parameter } from './answer.ts';

export interface Asked {
  /** Undefined when not asked for, or not as a whole number. */
  readonly count?: number;
  readonly startIndex?: number;
}

export function asked(answer: Answer): Asked {
  const count = wholeNumber(parameter(answer, 'count'));
  const startIndex = wholeNumber(parameter(answer, 'startIndex'));
  return { ...(count === undefined ? {} : { count }), ...(startIndex === undefined ? {} : { startIndex }) };
}

function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}
