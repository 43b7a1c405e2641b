/** Which endpoint a request goes to (RFC 7644 §3.2). */
import type { ResourceModel } from '../scim/schema.ts';
import type { Answer, Behaviour, Call } from './behaviour.ts';
import { refusal } from './errors.ts';

type Handlers = Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>>;

const DISCOVERY = ['ServiceProviderConfig', 'ResourceTypes', 'Schemas'];

/** 404 for unknown paths, 405 with Allow for methods that the path does not know, 501 for what is switched off. */
export const dispatch = (call: Call): Answer | Promise<Answer> => {
  const { behaviour } = call.service;
  const handlers = handlersFor(call);
  if (handlers === undefined) {
    throw refusal(404, `There is no ${call.segments.join('/')} here.`);
  }
  const handler = handlers[call.method];
  if (handler === undefined) {
    const allowed = Object.keys(handlers).join(', ');
    const answer = behaviour.errorAnswer(
      refusal(405, `${call.method} is not possible here; possible are ${allowed}.`),
      call,
    );
    return { ...answer, headers: { ...answer.headers, allow: allowed } };
  }
  return handler(call);
};

const handlersFor = (call: Call): Handlers | undefined => {
  const { behaviour, capabilities, models } = call.service;
  const [first = '', second] = call.segments;
  if (call.segments.length === 0) {
    return {
      GET: capabilities.rootQuery ? (it) => behaviour.list(it, models) : unsupported('A query over all resource types'),
    };
  }
  if (DISCOVERY.includes(first)) {
    return { GET: behaviour.discover };
  }
  if (first === '.search' && second === undefined) {
    return searchOver(behaviour, models, capabilities.search);
  }
  if (first === 'Bulk' && second === undefined) {
    return { POST: capabilities.bulk ? behaviour.bulk : unsupported('Bulk') };
  }
  if (first === 'Me' && second === undefined) {
    return Object.fromEntries(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => [method, behaviour.me]));
  }
  const model = models.find(({ type }) => type.endpoint === `/${first}`);
  return model && resourceHandlers(call, model);
};

const resourceHandlers = (call: Call, model: ResourceModel): Handlers | undefined => {
  const { behaviour, capabilities } = call.service;
  const [, id] = call.segments;
  if (call.segments.length > 2) {
    return undefined;
  }
  if (id === undefined) {
    return { GET: (it) => behaviour.list(it, [model]), POST: (it) => behaviour.create(it, model) };
  }
  if (id === '.search') {
    return searchOver(behaviour, [model], capabilities.search);
  }
  const keepsUsers = model.type.name === 'User' && !capabilities.deleteUsers;
  return {
    GET: (it) => behaviour.read(it, model, id),
    PUT: (it) => behaviour.replace(it, model, id),
    PATCH: capabilities.patch ? (it) => behaviour.modify(it, model, id) : unsupported('PATCH'),
    DELETE: keepsUsers ? unsupported('Deleting users') : (it) => behaviour.remove(it, model, id),
  };
};

const searchOver = (behaviour: Behaviour, models: readonly ResourceModel[], supported: boolean): Handlers => ({
  POST: supported ? (it) => behaviour.search(it, models) : unsupported('.search'),
});

export const unsupported = (what: string) => (): never => {
  throw refusal(501, `${what} is not supported by this service provider.`);
};
