/** One exchange for people: what was sent (`>`), what came back (`<`), cut to what matters. */
import { isObject } from '../scim/json.ts';
import type { Exchange, HeaderList } from '../wire/exchange.ts';
import { parseJson } from '../wire/json.ts';
import { type BodyLine, bodyLines } from './body.ts';
import type { Paint } from './paint.ts';
import { count, cut, printable, printableLines } from './printable.ts';

/** How much of an exchange is shown. */
export interface ExchangeView {
  /** The locator that was judged: in the body, or `header.location`, or `status`. */
  readonly path?: string | undefined;
  readonly columns: number;
  /** Every header and (nearly) the whole bodies. */
  readonly whole: boolean;
}

const DULL_REQUEST_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'user-agent',
  'transfer-encoding',
]);
const TELLING_RESPONSE_HEADERS = new Set([
  'content-type',
  'location',
  'etag',
  'retry-after',
  'www-authenticate',
  'content-location',
  'allow',
]);
const WHOLE_COLUMNS = 10_000;
const LINES = { request: 20, response: 14, whole: 200, text: 8 };

/** Lines without an end, each beginning with `>` or `<`; problems with `!`. */
export const exchangeLines = (exchange: Exchange, asked: ExchangeView, paint: Paint): string[] => {
  // Whoever wants the whole exchange wants whole lines too, wherever the terminal breaks them.
  const view = asked.whole ? { ...asked, columns: WHOLE_COLUMNS } : asked;
  return [...requestLines(exchange, view, paint), ...responseLines(exchange, view, paint)];
};

/** `GET /scim/v2/Users?filter=…`: the request target as it was sent. */
export const targetOf = (url: string): string => printable(url.replace(/^[a-z]+:\/\/[^/]*/i, '') || '/');

const requestLines = ({ request, response }: Exchange, view: ExchangeView, paint: Paint): string[] => {
  const sent = paint.faint('>');
  const headers = request.headers.filter(
    // An empty one was meant so.
    ([name, value]) => view.whole || value.trim() === '' || !DULL_REQUEST_HEADERS.has(name.toLowerCase()),
  );
  const body =
    request.body === undefined
      ? []
      : textLines(request.body, parseJson(request.body).value, view, {
          json: LINES.request,
          text: LINES.request,
          sentence: complaintOf(response),
        });
  return [
    `${sent} ${paint.strong(cut(`${request.method} ${targetOf(request.url)}`, view.columns - 2))}`,
    ...headerLines(headers, view, sent, paint),
    ...(body.length > 0 ? [sent, ...body.map((line) => `${sent} ${line.text}`)] : []),
  ];
};

const responseLines = ({ response, problem, durationMs }: Exchange, view: ExchangeView, paint: Paint): string[] => {
  const received = paint.faint('<');
  if (response === undefined) {
    return [received, `${paint.bad('!')} ${cut(printable(problem?.message ?? 'no answer'), view.columns - 2)}`];
  }
  const judgedHeader = view.path?.startsWith('header.') ? view.path.slice('header.'.length).toLowerCase() : undefined;
  const headers = response.headers.filter(
    ([name]) => view.whole || TELLING_RESPONSE_HEADERS.has(name.toLowerCase()) || name.toLowerCase() === judgedHeader,
  );
  const path = view.path === 'status' || judgedHeader !== undefined ? undefined : view.path?.replace(/^body\./, '');
  const body =
    response.text === ''
      ? []
      : textLines(response.text, response.body, view, {
          json: LINES.response,
          text: LINES.text,
          path,
          sentence: complaintOf(response),
        });
  return [
    received,
    `${received} ${paint.strong(String(response.status))} ${paint.faint(`after ${Math.round(durationMs)} ms`)}${view.path === 'status' ? arrow(paint) : ''}`,
    ...headerLines(headers, view, received, paint, judgedHeader),
    ...(problem ? [`${paint.bad('!')} ${cut(printable(problem.message), view.columns - 2)}`] : []),
    ...(response.bodyProblem === undefined
      ? []
      : [`${paint.bad('!')} ${cut(printable(response.bodyProblem), view.columns - 2)}`]),
    ...(body.length > 0
      ? [received, ...body.map((line) => `${received} ${line.text}${line.here ? arrow(paint) : ''}`)]
      : []),
  ];
};

const arrow = (paint: Paint): string => `    ${paint.bad('← here')}`;

const headerLines = (headers: HeaderList, view: ExchangeView, mark: string, paint: Paint, judged?: string): string[] =>
  headers.map(([name, value]) => {
    const line = cut(printable(`${name}: ${value}`.trimEnd()), view.columns - 2);
    return `${mark} ${line}${name.toLowerCase() === judged ? arrow(paint) : ''}`;
  });

/** What the server says is wrong: it often names the attribute that a reader wants to see. */
const complaintOf = (response: Exchange['response']): string => {
  const body = response?.body;
  return isObject(body) && typeof body.detail === 'string' ? body.detail : '';
};

/** What of a body is shown. */
interface Cut {
  /** Most lines of a JSON body, and of any other. */
  readonly json: number;
  readonly text: number;
  /** The locator that was judged. */
  readonly path?: string | undefined;
  /** Names attributes that should stay. */
  readonly sentence: string;
}

const textLines = (
  text: string,
  body: Parameters<typeof bodyLines>[0] | undefined,
  view: ExchangeView,
  most: Cut,
): readonly BodyLine[] => {
  const columns = view.columns - 14;
  if (body !== undefined)
    return bodyLines(body, most.path, view.whole ? LINES.whole : most.json, columns, most.sentence);
  const lines = printableLines(text.slice(0, 100_000)).filter((line) => line.trim() !== '');
  const shown = lines
    .slice(0, view.whole ? LINES.whole : most.text)
    .map((line) => ({ text: cut(line, columns), here: false }));
  if (shown.length === lines.length) return shown;
  return [...shown, { text: `… (${count(text.length, 'character')})`, here: false }];
};
