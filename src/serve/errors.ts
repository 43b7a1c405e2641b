/** Refusals, and what becomes of anything that is thrown (RFC 7644 §3.12). */
import { ScimError } from '../scim/error.ts';
import { SyntaxProblem } from '../scim/syntax.ts';
import type { Answer, Call } from './behaviour.ts';

export const refusal = (status: number, detail: string, scimType?: string): ScimError =>
  new ScimError(status, detail, scimType);

/** Runs a parser; its SyntaxProblem becomes a 400 with this keyword. */
export const refusing = <Value>(scimType: string, parse: () => Value): Value => {
  try {
    return parse();
  } catch (problem) {
    if (problem instanceof SyntaxProblem) {
      throw refusal(400, `${problem.message}, at position ${problem.position}.`, scimType);
    }
    throw problem;
  }
};

/** Whatever is no ScimError is a defect of ours and says nothing of our insides. */
export const errorAnswer = (error: unknown, _call: Call): Answer => {
  const refused = error instanceof ScimError ? error : refusal(500, 'The service provider failed on this request.');
  return { status: refused.status, body: refused.toBody() };
};
