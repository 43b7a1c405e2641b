import { excerpt } from '../expect/print.ts';
import type { Reason } from '../expect/reason.ts';
import type { Json } from '../scim/json.ts';

/**
 * A reason. The message names the defect but no value that differs from one exchange to the next (ids, times), so that
 * the same defect in many exchanges reads the same; `actual` carries the example.
 */
export function broken(
  path: string,
  message: string,
  values: { actual?: Json | undefined; expected?: Json } = {},
): Reason {
  const { actual, expected } = values;
  return {
    message,
    path,
    ...(actual === undefined ? {} : { actual: excerpt(actual) }),
    ...(expected === undefined ? {} : { expected: excerpt(expected) }),
  };
}
