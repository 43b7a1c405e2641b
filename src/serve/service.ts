/** One server without its sockets: options in, a Service and the handling of a call out. */
import { randomBytes } from 'node:crypto';
import type { ResourceModel } from '../scim/schema.ts';
import { GROUP_MODEL, USER_MODEL } from '../scim/schemas.ts';
import type { Answer, Behaviour, Call, Identity, Service } from './behaviour.ts';
import { createBucket } from './bucket.ts';
import { createCursors } from './cursors.ts';
import { secretTest } from './door.ts';
import { findFault } from './faults/index.ts';
import { GOOD } from './good.ts';
import { type Capabilities, FULL, OptionProblem, type ServeOptions } from './options.ts';
import { findPreset, type Preset } from './presets.ts';
import { createStore } from './store.ts';
import { findVariation } from './variations/index.ts';

export const createService = (options: ServeOptions): { readonly service: Service; readonly token: string } => {
  const preset = options.preset === undefined ? undefined : findPreset(options.preset);
  const inherent = (preset?.variations ?? []).map(findVariation);
  const variations = [...new Set(options.variations)].map(findVariation);
  const faults = [...new Set([...(preset?.faults ?? []), ...(options.faults ?? [])])].map(findFault);
  const varied = Object.assign({}, ...[...inherent, ...variations].map((variation) => variation.capabilities));
  const capabilities: Capabilities = { ...FULL, ...preset?.capabilities, ...varied, ...options.capabilities };
  const now = options.clock ?? Date.now;
  const token = options.token ?? randomBytes(24).toString('base64url');
  checkNumbers(options);
  const changes = [...inherent, ...(preset ? [preset] : []), ...variations, ...faults];
  const service: Service = {
    behaviour: altered(changes),
    capabilities,
    models: changes.reduce((models, { models: change }) => change?.(models) ?? models, modelsFor(capabilities)),
    store: createStore(options.lagMs ?? 0, now),
    cursors: createCursors(capabilities.cursorTimeoutSeconds, now),
    bucket: createBucket(now),
    ...(options.ratePerSecond === undefined ? {} : { ratePerSecond: options.ratePerSecond }),
    identify: identities(token, options.userTokens ?? {}),
    now,
  };
  return { service, token };
};

const checkNumbers = ({ lagMs = 0, latencyMs = 0, ratePerSecond = 1, token }: ServeOptions): void => {
  for (const [name, value] of Object.entries({ lagMs, latencyMs })) {
    if (!Number.isFinite(value) || value < 0) {
      throw new OptionProblem(`${name} must be 0 or more milliseconds, not ${value}.`);
    }
  }
  if (!Number.isFinite(ratePerSecond) || ratePerSecond <= 0) {
    throw new OptionProblem(`ratePerSecond must be above 0, not ${ratePerSecond}.`);
  }
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new OptionProblem('The token must be printable ASCII without blanks, because it travels in a header.');
  }
};

/** Later ones see what earlier ones made of the behaviour. */
const altered = (changes: readonly Pick<Preset, 'alter'>[]): Behaviour => {
  let behaviour = GOOD;
  for (const { alter } of changes) {
    behaviour = { ...behaviour, ...alter?.(behaviour) };
  }
  return behaviour;
};

const modelsFor = ({ groups, enterpriseUser }: Capabilities): readonly ResourceModel[] => {
  const plainUser: ResourceModel = {
    ...USER_MODEL,
    type: { ...USER_MODEL.type, schemaExtensions: [] },
    extensions: [],
  };
  return [enterpriseUser ? USER_MODEL : plainUser, ...(groups ? [GROUP_MODEL] : [])];
};

const identities = (token: string, userTokens: Readonly<Record<string, string>>) => {
  const known: readonly { isSecret(given: string): boolean; readonly identity: Identity }[] = [
    { isSecret: secretTest(token), identity: { name: 'service' } },
    ...Object.entries(userTokens).map(([key, userName]) => ({
      isSecret: secretTest(key),
      identity: { name: `user ${userName}`, userName },
    })),
  ];
  return (given: string): Identity | undefined => known.find(({ isSecret }) => isSecret(given))?.identity;
};

const BODIES = ['POST', 'PUT', 'PATCH'];

/** From the door to the answer. Never throws: what a handler throws is an answer too. `readText` reads the body. */
export const handle = async (call: Call, readText: () => Promise<string>): Promise<Answer> => {
  const { behaviour } = call.service;
  const guarded = async (step: () => Answer | Promise<Answer>): Promise<Answer> => {
    try {
      return await step();
    } catch (error) {
      return behaviour.errorAnswer(error, call);
    }
  };
  const answer = await guarded(async () => {
    const early = behaviour.admit(call);
    if (early) {
      return early;
    }
    const identity = behaviour.authenticate(call);
    if ('status' in identity) {
      return identity;
    }
    const limited = behaviour.limit(call);
    if (limited) {
      return limited;
    }
    const known: Call = { ...call, identity };
    if (!BODIES.includes(call.method)) {
      return behaviour.dispatch(known);
    }
    const text = await readText();
    const body = behaviour.readBody(call.headers['content-type'], text, { ...known, text });
    return behaviour.dispatch({ ...known, text, body });
  });
  return guarded(() => behaviour.respond(answer, call));
};
