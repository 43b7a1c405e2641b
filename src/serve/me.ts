/** The `/Me` alias (RFC 7644 §3.11). */
import { USER_MODEL } from '../scim/schemas.ts';
import type { Answer, Call } from './behaviour.ts';
import { unsupported } from './routes.ts';

/**
 * Stands for the user whose token is used; the answer's Location is the permanent one. A service token stands for nobody:
 * for it, and when the alias is switched off, the answer is 501. POST /Me (self-registration) is not offered.
 */
export const me = (call: Call): Answer | Promise<Answer> => {
  const { behaviour, capabilities, models, store } = call.service;
  const [id] = call.identity?.userName === undefined ? [] : store.idsBy('User', 'userName', call.identity.userName);
  const model = models.find(({ type }) => type.name === USER_MODEL.type.name);
  if (!capabilities.me || id === undefined || model === undefined || call.method === 'POST') {
    return unsupported(call.method === 'POST' ? 'POST /Me' : '/Me with this credential')();
  }
  return behaviour.dispatch({ ...call, segments: [model.type.endpoint.slice(1), id] });
};
