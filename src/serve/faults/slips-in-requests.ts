/** Slips at the door and in reading requests. Nobody has reported these; each is a plausible slip that some case must notice. */
import { isObject } from '../../scim/json.ts';
import type { Behaviour } from '../behaviour.ts';
import { crash, type Fault, page } from './fault.ts';

/** What a framework throws before the service sees the request. */
class NotJson extends Error {}

/** Reads bodies well; `fail` throws for those that are not JSON. */
const unreadable =
  (good: Behaviour, fail: () => never): Behaviour['readBody'] =>
  (contentType, text, call) => {
    try {
      JSON.parse(text || '{}');
    } catch {
      fail();
    }
    return good.readBody(contentType, text, call);
  };

export const SLIPS_IN_REQUESTS: readonly Fault[] = [
  {
    id: 'auth-reads-only',
    title: 'Asks for a credential when something is read, and for none when it is written',
    links: [],
    alter: (good) => ({
      authenticate: (call) => {
        const result = good.authenticate(call);
        return 'status' in result && call.method !== 'GET' ? { name: 'anonymous' } : result;
      },
    }),
  },
  {
    id: 'auth-401-html',
    title: 'Leaves a refused credential to its framework, which answers 401 with an HTML page',
    links: [],
    alter: (good) => ({
      authenticate: (call) => {
        const result = good.authenticate(call);
        return 'status' in result
          ? { ...page(401, 'Unauthorized'), headers: { ...result.headers, 'content-type': 'text/html' } }
          : result;
      },
    }),
  },
  {
    id: 'malformed-json-html',
    title: 'Leaves a body that is not JSON to its framework, which answers 400 with an HTML page',
    links: [],
    alter: (good) => ({
      readBody: unreadable(good, () => {
        throw new NotJson();
      }),
      errorAnswer: (error, call) =>
        error instanceof NotJson ? page(400, 'Bad Request') : good.errorAnswer(error, call),
    }),
  },
  {
    id: 'malformed-json-500',
    title: 'Fails with 500 on a body that is not JSON',
    links: [],
    alter: (good) => ({ readBody: unreadable(good, () => crash('Unexpected end of input')) }),
  },
  {
    id: 'body-no-object-500',
    title: 'Fails with 500 on a body that is empty or a list',
    links: [],
    alter: (good) => ({
      readBody: (contentType, text, call) => {
        const body = text === '' ? null : good.readBody(contentType, text, call);
        return isObject(body) ? body : crash('cannot read userName of undefined');
      },
    }),
  },
];
