/** YAML → Step. Which kind of step it is, is told by the one key that names it. */

import { isObject, type JsonObject } from '../scim/json.ts';
import { keyPosition, type Problems } from './diagnostics.ts';
import { toCaptures, toExpect } from './expectation.ts';
import { locatorIn } from './locator.ts';
import type { Expect, OperationStep, PagesStep, RequestStep, Step, TogetherStep, UnchangedStep } from './model.ts';
import { toRequest } from './request.ts';
import { childOf, entriesOf, itemsOf, numberOf, positionOf, type Source, textOf, toJson } from './source.ts';

const DEFAULT_PAGE_LIMIT = 100;

/** A step of a case; undefined when it is of no kind (which the shape check has reported). */
export const toStep = (source: Source, problems: Problems): Step | undefined => {
  const together = childOf(source, 'together');
  if (together !== undefined) return toTogether(source, together, problems);
  const unchanged = childOf(source, 'unchanged');
  if (unchanged !== undefined) return toUnchanged(source, unchanged, problems);
  const operation = textOf(childOf(source, 'do'));
  if (operation !== undefined) return toOperation(source, operation, problems);
  return toRequestOrPages(source, problems);
};

/** A step that is one request or one listing: all that a dialect's operation may hold. */
export const toRequestOrPages = (source: Source, problems: Problems): RequestStep | PagesStep | undefined => {
  const pages = childOf(source, 'pages');
  if (pages !== undefined) return toPages(source, pages, problems);
  const send = childOf(source, 'send');
  return send === undefined ? undefined : toSend(source, send, problems);
};

const base = (source: Source): { readonly name?: string; readonly at: Step['at'] } => {
  const name = textOf(childOf(source, 'name'));
  return { ...(name === undefined ? {} : { name }), at: positionOf(source) };
};

const expectation = (source: Source, problems: Problems): { readonly expect?: Expect } => {
  const expect = childOf(source, 'expect');
  return expect === undefined ? {} : { expect: toExpect(expect, problems) };
};

const toSend = (source: Source, send: Source, problems: Problems): RequestStep => {
  const request = toRequest(source, send, problems);
  const eventually = isEventual(source);
  const reads = request.method === 'GET' || request.method === 'HEAD' || /\/\.search(\?|$)/u.test(request.path);
  if (eventually && !reads) {
    const place = entriesOf(source).find(({ key }) => key === 'eventually');
    problems.error(
      place === undefined ? positionOf(source) : keyPosition(place),
      `\`eventually\` would repeat this ${request.method}, which writes`,
      'Put it on the GET that reads the result.',
    );
  }
  return {
    kind: 'request',
    ...base(source),
    request,
    ...expectation(source, problems),
    capture: toCaptures(childOf(source, 'capture'), problems),
    eventually,
  };
};

const isEventual = (source: Source): boolean => textOf(childOf(source, 'eventually')) === 'target';

const toPages = (source: Source, pages: Source, problems: Problems): PagesStep => {
  const request = toRequest(source, pages, problems);
  if (request.method !== 'GET') {
    problems.error(pages, `\`pages\` reads a listing with GET, not ${request.method}`);
  }
  const count = numberOf(childOf(source, 'count'));
  return {
    kind: 'pages',
    ...base(source),
    request,
    by: textOf(childOf(source, 'by')) === 'cursor' ? 'cursor' : 'index',
    ...(count === undefined ? {} : { count }),
    advance: textOf(childOf(source, 'advance')) === 'count' ? 'count' : 'returned',
    limit: numberOf(childOf(source, 'limit')) ?? DEFAULT_PAGE_LIMIT,
    ...expectation(source, problems),
    capture: toCaptures(childOf(source, 'capture'), problems),
  };
};

const toOperation = (source: Source, operation: string, problems: Problems): OperationStep => ({
  kind: 'operation',
  ...base(source),
  operation,
  with: toObject(childOf(source, 'with')),
  ...expectation(source, problems),
  capture: toCaptures(childOf(source, 'capture'), problems),
  eventually: isEventual(source),
});

const toObject = (source: Source | undefined): JsonObject => {
  const value = source === undefined ? {} : toJson(source);
  return isObject(value) ? value : {};
};

const toTogether = (source: Source, together: Source, problems: Problems): TogetherStep => ({
  kind: 'together',
  ...base(source),
  steps: itemsOf(together).flatMap((item) => {
    const send = childOf(item, 'send');
    return send === undefined ? [] : [toSend(item, send, problems)];
  }),
  everySecond: isEverySecond(source),
  ...expectation(source, problems),
});

const isEverySecond = (source: Source): boolean => {
  const every = childOf(source, 'every-second');
  return every?.kind === 'scalar' && every.value === true;
};

const toUnchanged = (source: Source, unchanged: Source, problems: Problems): UnchangedStep => ({
  kind: 'unchanged',
  ...base(source),
  resources: entriesOf(unchanged).map((entry) => ({
    name: entry.key,
    except: itemsOf(entry.value).flatMap((item) => locatorIn(item, problems) ?? []),
    at: keyPosition(entry),
  })),
});
