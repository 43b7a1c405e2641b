import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import type { Locator } from '../scim/path.ts';
import type { Expect, Match } from '../suite/model.ts';
import type { JudgeContext, MatchContext, Message } from './context.ts';
import { filledLocator, filledText } from './filled.ts';
import { matchValue } from './match.ts';
import { plain } from './print.ts';
import { ambiguity, headerValue, valueAt } from './read.ts';
import type { Reason } from './reason.ts';
import { serverSays } from './server-says.ts';
import { attributeAt } from './subject.ts';
import { hasType } from './text.ts';
import { placeAt } from './url.ts';

export type { JudgeContext, Message } from './context.ts';
export { readLocator } from './read.ts';

/**
 * Says why a message is not as expected; an empty list when it is. When the status is wrong, that is the only reason
 * (`path` is `status`), because the rest would be judged against the wrong kind of answer. Reasons that only an IdP
 * minds carry `idp`.
 */
export function judge(expect: Expect, message: Message, context: JudgeContext): Reason[] {
  if (isPlainSuccess(expect, message)) return [];
  const own = [...judgeOne(expect, message, context)].map((reason) =>
    message.exchange === undefined ? reason : { ...reason, exchange: message.exchange },
  );
  const also = Object.entries(expect.also).flatMap(([idp, more]) =>
    judge(more, message, context).map((reason) => ({ ...reason, idp })),
  );
  return [...own, ...also];
}

/** Nothing but the status is asked, by plain numbers, and it is as it should be: the usual case, seen at a glance. */
export function isPlainSuccess(
  { status, headers, body, absent, wholeBody, error, also }: Expect,
  message: Pick<Message, 'status'>,
): boolean {
  const [only] = status?.all ?? [];
  if (only === undefined || status?.all.length !== 1 || wholeBody !== undefined || error !== undefined) return false;
  if (headers.length + body.length + absent.length > 0 || Object.keys(also).length > 0) return false;
  if (only.op === 'eq') return only.value === message.status;
  return only.op === 'one-of' && message.status !== undefined && only.values.includes(message.status);
}

function judgeOne(expect: Expect, message: Message, context: JudgeContext): Reason[] {
  const wanted = expect.error?.status ?? expect.status;
  const status = wanted === undefined ? [] : judgeStatus(wanted, message, context);
  if (status.length > 0) return status;
  return [...judgeHeaders(expect, message, context), ...judgeBody(expect, message, context)];
}

function judgeStatus(match: Match, message: Message, context: JudgeContext): Reason[] {
  const [first] = matchValue(
    match,
    message.status,
    { ...context, label: 'the status' } satisfies MatchContext,
    'status',
  );
  return first === undefined ? [] : [{ ...first, message: `${first.message}${serverSays(message.body)}` }];
}

function judgeHeaders(expect: Expect, message: Message, context: JudgeContext): Reason[] {
  return expect.headers.flatMap(({ name, match }) => {
    const label = `the header ${name}`;
    return matchValue(
      match,
      headerValue(message, name),
      { ...context, label } satisfies MatchContext,
      `header.${name.toLowerCase()}`,
    );
  });
}

function judgeBody(expect: Expect, message: Message, context: JudgeContext): Reason[] {
  const wanted = expect.body.length > 0 || expect.wholeBody !== undefined || expect.error?.scimType !== undefined;
  if (!wanted && expect.absent.length === 0) return [];
  if (isChoice(expect.wholeBody) && isRefusal(message)) return matchValue(expect.wholeBody, told(message), context, '');
  if (message.bodyProblem !== undefined) {
    // A page of HTML with an error gives nothing away; with a success nobody knows what it is.
    if (!wanted && message.status !== undefined && message.status >= 400) return [];
    return [{ message: `the body is not JSON: ${plain(message.bodyProblem, 200)}`, path: '', at: expect.at }];
  }
  const reasons = [
    ...judgeError(expect, message, context),
    ...(expect.wholeBody === undefined ? [] : matchValue(expect.wholeBody, message.body, context, '')),
    ...judgePlaces(expect, message, context),
  ];
  if (isObject(message.body) || reasons.length < 2) return reasons;
  const state = message.body === undefined ? 'the response has no body' : 'the body is not a JSON object';
  return [{ message: `${state}, so none of the ${reasons.length} expectations on it holds`, path: '', at: expect.at }];
}

const isRefusal = ({ status }: Message): boolean => status !== undefined && status >= 400;

/** `any-of` over whole answers, where the place `status` stands for a refusal. */
const isChoice = (match: Match | undefined): match is Match => match?.all.some(({ op }) => op === 'any-of') === true;

/** By its HTTP status: that a refusal repeats it in its body, and has a body at all, is for cases about errors. */
const told = ({ body, status }: Message): Json => ({ ...(isObject(body) ? body : {}), status: String(status) });

/** Of an error no more than its kind: that its body has the form of one is judged on every exchange, and once is enough. */
function judgeError({ error }: Expect, { body, status }: Message, context: JudgeContext): Reason[] {
  if (error?.scimType === undefined || status === undefined) return [];
  const stated = isObject(body) ? getIgnoringCase(body, 'scimType') : undefined;
  return matchValue(error.scimType, stated, context, 'scimType');
}

function judgePlaces(expect: Expect, message: Message, context: JudgeContext): Reason[] {
  const absent = expect.absent.map(({ locator, path, at }) => ({ locator, path, match: ABSENT(at) }));
  return [...expect.body, ...absent].flatMap(({ locator, path, match }) =>
    judgePlace(filledLocator(locator, context.fill), inBody(filledText(path, context.fill)), match, message, context),
  );
}

/** `status` alone is the HTTP status, so a place of that name in the body has to say where it is. */
const inBody = (path: string): string => (/^(?:status$|header\.)/i.test(path) ? `body.${path}` : path);

const ABSENT = (at: Match['at']): Match => ({ all: [{ op: 'present', value: false }], at });

function judgePlace(locator: Locator, path: string, match: Match, message: Message, context: JudgeContext): Reason[] {
  const { body, url } = message;
  if (isEvident(match, ownValue(body, locator))) return [];
  const found = body === undefined ? { many: false } : valueAt(body, locator, context.models);
  if (found.ambiguous !== undefined) return [ambiguity(found.ambiguous, path, match.at)];
  const endpoint = url === undefined ? undefined : () => placeAt(url, context.baseUrl, context.models)?.type;
  const known = attributeAt(body, locator, context.models, endpoint);
  return matchValue(match, found.value, { ...context, ...known, many: found.many } satisfies MatchContext, path);
}

/** A value of which only its type and its presence are asked needs no schema to be judged. */
const isEvident = ({ all }: Match, value: Json | undefined): boolean =>
  value !== undefined &&
  typeof value !== 'object' &&
  all.every(
    (matcher) =>
      (matcher.op === 'present' && matcher.value) || (matcher.op === 'type' && hasType(matcher.value, value)),
  );

/** An attribute of the body itself, spelled as it was asked for and nowhere else in another case. */
const ownValue = (body: Json | undefined, { urn, segments }: Locator): Json | undefined => {
  const [only] = segments;
  if (urn !== undefined || only === undefined || segments.length > 1 || only.valueFilter !== undefined)
    return undefined;
  if (!isObject(body) || !Object.hasOwn(body, only.name)) return undefined;
  const lower = only.name.toLowerCase();
  for (const name in body) {
    if (name !== only.name && name.length === lower.length && name.toLowerCase() === lower) return undefined;
  }
  return body[only.name];
};
