/** What a target says about itself, and whether it lets us in. */
import type { JsonObject } from '../scim/json.ts';
import type { ResourceModel, ResourceType } from '../scim/schema.ts';
import { SEARCH_REQUEST_URN } from '../scim/urn.ts';
import { answered, answeredBriefly, cut, requestLine } from '../speak/answer.ts';
import { PLAIN_BODY_HEADERS, PLAIN_HEADERS } from '../suite/write.ts';
import { type Client, type Exchange, header, type WireRequest } from '../wire/exchange.ts';
import { type Document, get, isFound, modelsFor, readConfig, readResourceTypes, readSchemas } from './discovery.ts';
import { type Discovery, type Fact, factsOf, nested, withOverrides } from './facts.ts';
import { ownExamples, ownFacts } from './own.ts';
import { SetupProblem } from './trouble.ts';

export interface Target {
  /** Nested: `{bulk: {supported: false}}`. */
  readonly facts: JsonObject;
  /** `bulk.supported` → `ServiceProviderConfig`. */
  readonly origins: Readonly<Record<string, string>>;
  /** The same in a fixed order. */
  readonly list: readonly Fact[];
  /** The target's own schemas over the RFC's. */
  readonly models: readonly ResourceModel[];
  readonly resourceTypes: readonly ResourceType[];
  /** What is wrong with the discovery documents, in sentences. */
  readonly problems: readonly string[];
}

/** The request that must be let in before anything is judged. */
export const SETUP_REQUEST = get('/Users?startIndex=1&count=1');

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** @throws SetupProblem when the credential is refused, there is no answer, or the answer leads elsewhere */
const checkSetup = (exchange: Exchange, baseUrl: string): void => {
  const line = requestLine(exchange, baseUrl);
  const { response, problem } = exchange;
  if (response === undefined) throw new SetupProblem(problem?.message ?? `${line} got no answer.`);
  const { status } = response;
  if (status === 401) {
    throw new SetupProblem(
      `${line} answered 401: the target does not accept the credential. Check the token, then try again.`,
    );
  }
  if (status === 403) {
    throw new SetupProblem(
      `${line} answered 403: the credential is known but may not read users. Give one that may provision.`,
    );
  }
  if (isRedirect(status)) {
    const where = cut(header(response.headers, 'location') ?? 'an unnamed place');
    throw new SetupProblem(
      `${line} answered ${status}: the target redirects to ${where}. Redirects are not followed; give the URL that SCIM is at.`,
    );
  }
};

const speaksScim = ({ response }: Exchange): boolean =>
  response !== undefined && typeof response.body === 'object' && response.body !== null;

const sentBearer = ({ request }: Exchange): boolean => /^bearer /i.test(header(request.headers, 'authorization') ?? '');

const search = (target: string): WireRequest => ({
  method: 'POST',
  target,
  headers: [...PLAIN_HEADERS, ...PLAIN_BODY_HEADERS],
  body: JSON.stringify({ schemas: [SEARCH_REQUEST_URN], startIndex: 1, count: 1 }),
});

const GOOD: Readonly<Record<string, readonly number[]>> = { 'me.supported': [200, 307, 308] };

/** A fact that no document tells, told from how the target answered. */
const triedFact = (name: string, exchange: Exchange, baseUrl: string): Fact => {
  const { response } = exchange;
  const status = response?.status ?? 0;
  const value = (GOOD[name] ?? [200]).includes(status) && (status !== 200 || speaksScim(exchange));
  return { name, value, from: `${requestLine(exchange, baseUrl)} ${answeredBriefly(exchange)}` };
};

const problemsOf = (documents: Readonly<Record<string, Document<unknown>>>): string[] =>
  Object.entries(documents).flatMap(([path, document]) =>
    isFound(document) ? document.problems.map((problem) => `${path}: ${problem}`) : [`GET ${path} ${document.missing}`],
  );

/**
 * Reads ServiceProviderConfig, ResourceTypes and Schemas, and asks for one user to see that the credential works.
 * Discovery that is missing, lies or is HTML is noted in `problems` and in the origins of the facts; then PATCH and
 * filters are assumed to be there and the other capabilities not.
 * @param options.overrides facts the user states, nested; they win
 * @throws SetupProblem without a connection, with a refused credential, or when nothing at the URL answers in JSON
 */
export const probe = async (
  client: Pick<Client, 'baseUrl' | 'send'>,
  options: { readonly overrides?: JsonObject; readonly signal?: AbortSignal } = {},
): Promise<Target> => {
  const send = (request: WireRequest) => client.send(request, options.signal);
  const first = await send(get('/ServiceProviderConfig'));
  if (first.response === undefined && first.problem?.kind !== 'too-large') {
    throw new SetupProblem(first.problem?.message ?? 'The target does not answer.');
  }
  const [types, schemas, users] = [
    await send(get('/ResourceTypes')),
    await send(get('/Schemas')),
    await send(SETUP_REQUEST),
  ];
  checkSetup(users, client.baseUrl);
  if (![first, types, schemas, users].some(speaksScim)) {
    throw new SetupProblem(
      `Nothing at ${client.baseUrl} speaks SCIM: ${requestLine(users, client.baseUrl)} ${answered(users)}. Give the base URL, the one before /Users.`,
    );
  }

  const resourceTypes = readResourceTypes(types);
  const trials: (readonly [name: string, exchange: Exchange])[] = [
    ['search.supported', await send(search('/Users/.search'))],
    ['search.root', await send(search('/.search'))],
    ['me.supported', await send(get('/Me'))],
  ];
  if (!isFound(resourceTypes)) {
    trials.push(['resources.User', users], ['resources.Group', await send(get('/Groups?startIndex=1&count=1'))]);
  }
  const tried: Fact[] = [
    { name: 'auth.bearer', value: sentBearer(users), from: 'the credential' },
    ...trials.map(([name, exchange]) => triedFact(name, exchange, client.baseUrl)),
  ];
  const discovery: Discovery = { config: readConfig(first), resourceTypes, schemas: readSchemas(schemas), tried };
  return targetOf(discovery, options.overrides ?? {});
};

const targetOf = (discovery: Discovery, overrides: JsonObject): Target => {
  const { config, resourceTypes, schemas } = discovery;
  const models = modelsFor(isFound(schemas) ? schemas.value : [], isFound(resourceTypes) ? resourceTypes.value : []);
  const own = ownFacts(models, isFound(config) ? config.value : {});
  const list = withOverrides([...factsOf(discovery), ...own], overrides);
  return {
    facts: { ...nested(list), own: ownExamples(models) },
    origins: Object.fromEntries(list.map(({ name, from }) => [name, from])),
    list,
    models,
    resourceTypes: models.map(({ type }) => type),
    problems: problemsOf({
      '/ServiceProviderConfig': config,
      '/ResourceTypes': resourceTypes,
      '/Schemas': schemas,
    }),
  };
};
