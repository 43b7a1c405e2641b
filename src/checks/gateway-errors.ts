import type { Reason } from '../expect/reason.ts';
import { type Answer, isError, mayBeGateway } from './answer.ts';
import { defineCheck } from './check.ts';
import { errorBodyFault } from './error-body.ts';
import { errorSchemasFault } from './error-schemas.ts';
import { errorStatusFault } from './error-status.ts';

export const gatewayErrors = defineCheck({
  name: 'gateway-errors',
  title: 'Errors that a gateway or framework may answer are SCIM errors too',
  level: 'SHOULD',
  cites: ['RFC7644-3.12-23', 'RFC7644-3.12-10'],
  why: 'A refused token, a rate limit or a path nobody serves is often answered before the service sees it, in a form the client does not expect.',
  judge: (answer) => (isError(answer) && mayBeGateway(answer) ? judgeError(answer) : undefined),
});

function judgeError(answer: Answer): Reason[] {
  const body = errorBodyFault(answer);
  const faults = body.length > 0 ? body : [...errorSchemasFault(answer), ...errorStatusFault(answer)];
  return faults.map((fault) => ({ ...fault, message: `${answer.status}: ${fault.message}` }));
}
