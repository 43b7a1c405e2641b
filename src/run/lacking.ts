/**
 * What becomes of a case on a target whose own schemas declare less than RFC 7643 §4, which they may: the one place that
 * decides it. Before the case runs it is put into words that the target knows (declared.ts, stand-ins.ts); afterwards what
 * failed on anything else that is not declared is no defect, nor does it prove the case (undeclared.ts).
 */
import type { ResourceModel } from '../scim/schema.ts';
import type { Case } from '../suite/model.ts';
import type { Exchange } from '../wire/exchange.ts';
import { asDeclared, NotDeclared } from './declared.ts';
import type { Found } from './result.ts';
import { withStandIns } from './stand-ins.ts';
import { siftReasons } from './undeclared.ts';

/** The case as it suits the target, or why it has nothing to say about it. */
export const fitted = (testCase: Case, models: readonly ResourceModel[]): Case | Found => {
  try {
    if (testCase.declared) return asDeclared(testCase, models);
  } catch (error) {
    if (!(error instanceof NotDeclared)) throw error;
    return { kind: 'skip', reason: { message: error.message, at: testCase.at } };
  }
  // What an identity provider sends is what it sends, and a case that cites no RFC means the attributes it names.
  return testCase.level === 'NONE' ? testCase : withStandIns(testCase, models);
};

/** What was found, without what is about attributes that the target does not declare. */
export const withoutUndeclared = (
  found: Found,
  testCase: Case,
  exchanges: ReadonlyMap<number, Exchange>,
  about: { readonly models: readonly ResourceModel[]; readonly baseUrl: string },
): Found => {
  // What an identity provider sends is what it needs, whatever the schemas say.
  if (testCase.dialect !== undefined || found.kind !== 'judged' || found.reasons.length === 0) return found;
  const { reasons, undeclared } = siftReasons(found.reasons, exchanges, about);
  if (reasons.length > 0 || undeclared.length === 0) return { kind: 'judged', reasons };
  return { kind: 'skip', reason: { message: `the target's schemas do not declare ${undeclared.join(', ')}` } };
};
