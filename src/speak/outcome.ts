/** Judging one message: expectations, then captures. */
import { judge, type Message, readLocator } from '../expect/judge.ts';
import type { Reason } from '../expect/reason.ts';
import { printLocator } from '../scim/path.ts';
import { fill } from '../suite/fill.ts';
import type { Capture, Expect } from '../suite/model.ts';
import { judgeContext, type Place } from './place.ts';

export interface StepOutcome {
  readonly reasons: readonly Reason[];
  /** The case cannot go on: the status was wrong, or a capture is missing. */
  readonly stop: boolean;
}

/** The outcome with the message it is about, for what looks at the last response of several. */
export interface Judged extends StepOutcome {
  readonly message: Message;
}

export const HELD: StepOutcome = { reasons: [], stop: false };

export const together = (...outcomes: readonly StepOutcome[]): StepOutcome => ({
  reasons: outcomes.flatMap(({ reasons }) => reasons),
  stop: outcomes.some(({ stop }) => stop),
});

interface Asked {
  readonly expect?: Expect;
  readonly capture?: readonly Capture[];
}

/** The value that a capture names; undefined when it is not there. */
export const readCapture = ({ from, as }: Capture, message: Message) => {
  const value = readLocator(message, from);
  if (value === undefined || value === null || as === 'value') return value ?? undefined;
  return fill(`\${url|last-segment}`, new Map([['url', value]]));
};

/** Sets what is captured; what is not there is a reason. */
const capture = (captures: readonly Capture[], message: Message, place: Place): StepOutcome => {
  const reasons = captures.flatMap((one): Reason[] => {
    const value = readCapture(one, message);
    if (value !== undefined && value !== '') {
      place.names.set(one.name, value);
      return [];
    }
    const path = printLocator(one.from);
    const where = path === '' ? 'the body' : path;
    const exchange = message.exchange === undefined ? {} : { exchange: message.exchange };
    return [
      { message: `${where} is missing, which the next steps need as ${one.name}`, path, at: one.at, ...exchange },
    ];
  });
  return { reasons, stop: reasons.length > 0 };
};

export const isWrongStatus = (reasons: readonly Reason[]): boolean =>
  reasons.some(({ path, idp }) => path === 'status' && idp === undefined);

/** After a wrong status nothing is captured: it would be read from the wrong kind of answer. */
export const judgeMessage = (asked: Asked, message: Message, place: Place): StepOutcome => {
  const reasons = asked.expect === undefined ? [] : judge(asked.expect, message, judgeContext(place));
  if (isWrongStatus(reasons)) return { reasons, stop: true };
  return together({ reasons, stop: false }, capture(asked.capture ?? [], message, place));
};
