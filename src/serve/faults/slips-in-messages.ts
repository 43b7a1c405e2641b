/** Slips in the form of answers. Nobody has reported these; each is a plausible slip that some case must notice. */
import { isObject, type Json } from '../../scim/json.ts';
import type { Answer, Behaviour, Call } from '../behaviour.ts';
import { crash, type Fault, isGroup, isListing, isRead, isUser } from './fault.ts';

/** Changes answers before they are sent. */
const answering =
  (change: (answer: Answer, call: Call) => Answer) =>
  (good: Behaviour): Partial<Behaviour> => ({
    respond: (answer, call) => change(good.respond(answer, call), call),
  });

const withType = (type: string) =>
  answering((answer) =>
    answer.body === undefined ? answer : { ...answer, headers: { ...answer.headers, 'content-type': type } },
  );

const withBody = (answer: Answer, change: (body: Record<string, Json>) => Json): Answer =>
  isObject(answer.body) ? { ...answer, body: change(answer.body) } : answer;

const withErrorBody = (status: number, change: (body: Record<string, Json>) => Json) =>
  answering((answer) => (answer.status === status ? withBody(answer, change) : answer));

export const SLIPS_IN_MESSAGES: readonly Fault[] = [
  {
    id: 'answer-warning-before-json',
    title: 'Prints a warning of its runtime before the JSON of a single schema',
    links: [],
    alter: answering((answer, { segments }) =>
      segments[0] === 'Schemas' && segments.length === 2 && answer.status === 200
        ? { ...answer, text: `<br /><b>Warning</b>: undefined index id<br />${JSON.stringify(answer.body)}` }
        : answer,
    ),
  },
  {
    id: 'answer-media-type-plain-json',
    title: 'Sends everything as application/json',
    links: [],
    alter: withType('application/json'),
  },
  {
    id: 'answer-media-type-html',
    title: 'Sends JSON as text/html',
    links: [],
    alter: withType('text/html; charset=utf-8'),
  },
  {
    id: 'answer-name-twice',
    title: 'Writes schemas twice into a resource that is read',
    links: [],
    alter: answering((answer, call) =>
      isRead(call) && isObject(answer.body) && answer.status === 200
        ? { ...answer, text: JSON.stringify(answer.body).replace('{"schemas":', '{"schemas":[],"schemas":') }
        : answer,
    ),
  },
  {
    id: 'answer-204-announces-body',
    title: 'Answers 204 with a Content-Length above 0',
    links: [],
    alter: answering((answer) =>
      answer.status === 204 ? { ...answer, headers: { ...answer.headers, 'content-length': '2' } } : answer,
    ),
  },
  {
    id: 'error-without-body',
    title: 'Answers 404 without a body',
    links: [],
    alter: answering(({ body, ...answer }) =>
      answer.status === 404 || body === undefined ? answer : { ...answer, body },
    ),
  },
  {
    id: 'error-status-differs',
    title: 'Writes 400 into the body of every 404',
    links: [],
    alter: withErrorBody(404, (body) => ({ ...body, status: '400' })),
  },
  {
    id: 'error-detail-list',
    title: 'Writes the detail of an error as a list',
    links: [],
    alter: withErrorBody(400, (body) => ({ ...body, detail: [body.detail ?? ''] })),
  },
  {
    id: 'error-shows-stack',
    title: 'Shows the place in its code where it found the error',
    links: [],
    alter: withErrorBody(400, (body) => ({
      ...body,
      detail: `Error: ${body.detail}\n    at validate (/srv/app/src/users.js:42:13)\n    at handle (/srv/app/src/router.js:7:5)`,
    })),
  },
  {
    id: 'read-answers-list',
    title: 'Answers the GET of one group with a list',
    links: [],
    alter: (good) => ({
      read: async (call, model, id) => {
        const answer = await good.read(call, model, id);
        const Resources = [answer.body ?? null];
        const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
        return isGroup(model) && answer.status === 200
          ? { ...answer, body: { schemas, totalResults: 1, Resources } }
          : answer;
      },
    }),
  },
  {
    id: 'put-answers-without-resource',
    title: 'Answers PUT with 204',
    links: [],
    alter: (good) => ({
      replace: async (call, model, id) => ({ ...(await good.replace(call, model, id)), status: 204 }),
    }),
  },
  {
    id: 'patch-answers-200-without-body',
    title: 'Answers PATCH with 200 and nothing',
    links: [],
    alter: (good) => ({
      modify: async (call, model, id) => {
        const { body: _body, ...answer } = await good.modify(call, model, id);
        return answer;
      },
    }),
  },
  {
    id: 'create-without-location-header',
    title: 'Answers 201 without a Location header',
    links: [],
    alter: answering((answer) => {
      const { location: _location, ...headers } = answer.headers ?? {};
      return answer.status === 201 ? { ...answer, headers } : answer;
    }),
  },
  {
    id: 'create-content-location-of-all',
    title: 'Gives the endpoint as the Content-Location of a new resource',
    links: [],
    alter: (good) => ({
      create: async (call, model) => {
        const answer = await good.create(call, model);
        const endpoint = `${call.baseUrl}${model.type.endpoint}`;
        return { ...answer, headers: { ...answer.headers, 'content-location': endpoint } };
      },
    }),
  },
  {
    id: 'etag-header-missing',
    title: 'Has versions in meta and no ETag header',
    links: [],
    alter: answering((answer) => {
      const { etag: _etag, ...headers } = answer.headers ?? {};
      return { ...answer, headers };
    }),
  },
  {
    id: 'etag-without-quotes',
    title: 'Writes versions without quotes',
    links: [],
    alter: (good) => ({ version: (found, call) => good.version(found, call)?.replaceAll('"', '') }),
  },
  {
    id: 'if-none-match-ignored',
    title: 'Ignores If-None-Match',
    links: [],
    alter: (good) => ({
      read: ({ headers: { 'if-none-match': _known, ...headers }, ...call }, model, id) =>
        good.read({ ...call, headers }, model, id),
    }),
  },
  {
    id: 'if-none-match-always-304',
    title: 'Answers 304 to any If-None-Match',
    links: [],
    alter: (good) => ({
      read: (call, model, id) =>
        good.read(
          call.headers['if-none-match'] ? { ...call, headers: { ...call.headers, 'if-none-match': '*' } } : call,
          model,
          id,
        ),
    }),
  },
  {
    id: 'list-without-schemas',
    title: 'Leaves schemas out of lists',
    links: [],
    alter: (good) => ({
      listResponse: (page, query, call) => {
        const { schemas: _schemas, ...list } = good.listResponse(page, query, call);
        return list;
      },
    }),
  },
  {
    id: 'list-total-as-text',
    title: 'Writes totalResults as text',
    links: [],
    alter: (good) => ({
      listResponse: (page, query, call) => ({
        ...good.listResponse(page, query, call),
        totalResults: String(page.totalResults),
      }),
    }),
  },
  {
    id: 'list-part-unmarked',
    title: 'Leaves startIndex and itemsPerPage out of lists',
    links: [],
    alter: (good) => ({
      listResponse: (page, query, call) => {
        const { startIndex: _startIndex, itemsPerPage: _itemsPerPage, ...list } = good.listResponse(page, query, call);
        return list;
      },
    }),
  },
  {
    id: 'list-names-in-lower-case',
    title: 'Spells totalresults, itemsperpage, startindex and resources in lower case',
    links: [],
    alter: answering((answer, call) =>
      isListing(call)
        ? withBody(answer, (body) =>
            Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value])),
          )
        : answer,
    ),
  },
  {
    id: 'long-value-500',
    title: 'Fails with 500 on a value of more than 255 characters in a new user',
    links: [],
    alter: (good) => ({
      create: (call, model) =>
        isUser(model) && /"(?:[^"\\]|\\.){256,}"/.test(JSON.stringify(call.body ?? null))
          ? crash('value too long for type character varying(255)')
          : good.create(call, model),
    }),
  },
  {
    id: 'nul-character-500',
    title: 'Fails with 500 on a NUL character in a value',
    links: [],
    alter: (good) => ({
      create: (call, model) =>
        JSON.stringify(call.body ?? null).includes('\\u0000')
          ? crash('invalid byte sequence 0x00')
          : good.create(call, model),
    }),
  },
  {
    id: 'any-media-type-accepted',
    title: 'Reads a body as JSON whatever its media type says',
    links: [],
    alter: (good) => ({ readBody: (_contentType, text, call) => good.readBody(undefined, text, call) }),
  },
];
