/** Bulk (RFC 7644 §3.7). */
import { randomUUID } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { BULK_REQUEST_URN, BULK_RESPONSE_URN } from '../scim/urn.ts';
import type { Answer, BulkOperation, Call } from './behaviour.ts';
import { referencesIn } from './bulk-references.ts';
import { refusal } from './errors.ts';

/** 413 for more than was promised; the detail names the limit (§3.7.4). */
export const checkBulk = (call: Call, operations: readonly Json[]): void => {
  const { maxOperations, maxPayloadSize } = call.service.capabilities;
  const size = Buffer.byteLength(call.text);
  if (size > maxPayloadSize) {
    throw refusal(413, `The request has ${size} bytes; maxPayloadSize is ${maxPayloadSize}.`);
  }
  if (operations.length > maxOperations) {
    throw refusal(413, `The request has ${operations.length} operations; maxOperations is ${maxOperations}.`);
  }
};

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** One operation; 400 for what is missing or impossible in it. */
export const readBulkOperation = (json: Json, call: Call): BulkOperation => {
  if (!isObject(json)) {
    throw refusal(400, 'An operation must be an object.', 'invalidSyntax');
  }
  const { bulkId, version, data } = json;
  const method = String(json.method).toUpperCase();
  const path = json.path;
  if (!METHODS.includes(method)) {
    throw refusal(400, `The method must be one of ${METHODS.join(', ')}.`, 'invalidSyntax');
  }
  if (typeof path !== 'string' || !addresses(path, method, call)) {
    const expected = method === 'POST' ? 'the endpoint of a resource type' : 'a resource';
    throw refusal(400, `The path of a ${method} operation must be ${expected}.`, 'invalidSyntax');
  }
  if (method === 'POST' && (typeof bulkId !== 'string' || bulkId === '')) {
    throw refusal(400, 'A POST operation needs a bulkId.', 'invalidSyntax');
  }
  if (method !== 'DELETE' && !isObject(data)) {
    throw refusal(400, `A ${method} operation needs data.`, 'invalidSyntax');
  }
  return {
    method,
    path,
    ...(typeof bulkId === 'string' ? { bulkId } : {}),
    ...(typeof version === 'string' ? { version } : {}),
    ...(isObject(data) ? { data } : {}),
  };
};

const addresses = (path: string, method: string, call: Call): boolean => {
  const [endpoint = '', ...rest] = segmentsOf(path, call);
  const isEndpoint = call.service.models.some(({ type }) => type.endpoint === `/${endpoint}`);
  return isEndpoint && (method === 'POST' ? rest.length === 0 : rest.length === 1 && rest[0] !== '.search');
};

/** Relative to the base URL, with or without a slash in front; the whole URL is understood too. */
const segmentsOf = (path: string, call: Call): string[] => {
  const relative = path.startsWith(`${call.baseUrl}/`) ? path.slice(call.baseUrl.length) : path;
  return relative.split('/').filter(Boolean).map(decoded);
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

export const looksAhead = (): boolean => true;

export const stopBulk = (errors: number, failOnErrors: number | undefined): boolean =>
  failOnErrors !== undefined && errors >= failOnErrors;

/** `response` stands only where something went wrong; a POST that failed has no location. */
export const bulkResult = (operation: BulkOperation, answer: Answer, call: Call): JsonObject => {
  const { method, bulkId, path } = operation;
  const failed = answer.status >= 400;
  const location = answer.headers?.location ?? `${call.baseUrl}/${segmentsOf(path, call).join('/')}`;
  const version = answer.headers?.etag;
  return {
    ...(method === 'POST' && failed ? {} : { location }),
    method,
    ...(bulkId === undefined ? {} : { bulkId }),
    ...(version === undefined ? {} : { version }),
    status: String(answer.status),
    ...(failed && answer.body !== undefined ? { response: answer.body } : {}),
  };
};

/** One operation on its way: what it is, or why it cannot be read, and what came of it. */
interface Job {
  operation: BulkOperation;
  readonly refused?: unknown;
  /** The id its resource will have. */
  readonly id: string;
  state: 'waiting' | 'running' | 'done';
  answer?: Answer;
  /** The jobs that refer to this one and have run, or are about to. */
  readonly dependents: Set<Job>;
}

/**
 * Operations run in their order, but one that is referred to runs before the one that refers to it. In a circle the first
 * to be reached gets an id in advance; should it fail, those that relied on the id fail with it, and what they made goes.
 */
export const bulk = async (call: Call): Promise<Answer> => {
  const { behaviour } = call.service;
  const { operations, failOnErrors } = readRequest(call);
  behaviour.checkBulk(call, operations);
  const jobs = operations.map((json) => readJob(json, call));
  const byBulkId = new Map<string, Job>();
  for (const job of jobs) {
    const { bulkId, method } = job.operation;
    if (bulkId !== undefined && method === 'POST' && !byBulkId.has(bulkId)) {
      byBulkId.set(bulkId, job);
    }
  }
  for (const job of jobs) {
    await runJob(job, byBulkId, call);
    const errors = jobs.filter(({ answer }) => answer !== undefined && answer.status >= 400).length;
    if (behaviour.stopBulk(errors, failOnErrors)) {
      break;
    }
  }
  const results = jobs.flatMap(({ operation, answer }) =>
    answer ? [behaviour.bulkResult(operation, answer, call)] : [],
  );
  return { status: 200, body: { schemas: [BULK_RESPONSE_URN], Operations: results } };
};

const readRequest = (
  call: Call,
): { readonly operations: readonly Json[]; readonly failOnErrors: number | undefined } => {
  const { body } = call;
  const invalid = (detail: string) => refusal(400, detail, 'invalidSyntax');
  if (!isObject(body) || !Array.isArray(body.schemas) || !body.schemas.includes(BULK_REQUEST_URN)) {
    throw invalid(`The body must be an object with the schema ${BULK_REQUEST_URN}.`);
  }
  const { Operations: operations, failOnErrors } = body;
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalid('Operations must be a list of one or more operations.');
  }
  if (
    failOnErrors !== undefined &&
    failOnErrors !== null &&
    !(Number.isInteger(failOnErrors) && Number(failOnErrors) > 0)
  ) {
    throw invalid('failOnErrors must be an integer above 0.');
  }
  return { operations, failOnErrors: typeof failOnErrors === 'number' ? failOnErrors : undefined };
};

const readJob = (json: Json, call: Call): Job => {
  const base = { id: randomUUID(), state: 'waiting' as const, dependents: new Set<Job>() };
  try {
    return { ...base, operation: call.service.behaviour.readBulkOperation(json, call) };
  } catch (refused) {
    const raw = isObject(json) ? json : {};
    const operation = { method: String(raw.method), path: typeof raw.path === 'string' ? raw.path : '' };
    return {
      ...base,
      refused,
      operation: typeof raw.bulkId === 'string' ? { ...operation, bulkId: raw.bulkId } : operation,
    };
  }
};

const runJob = async (job: Job, byBulkId: ReadonlyMap<string, Job>, call: Call): Promise<void> => {
  if (job.state !== 'waiting') {
    return;
  }
  job.state = 'running';
  job.answer = await attempt(job, byBulkId, call);
  job.state = 'done';
  if (job.answer.status >= 400) {
    undo(job, call);
  }
};

const attempt = async (job: Job, byBulkId: ReadonlyMap<string, Job>, call: Call): Promise<Answer> => {
  const { behaviour } = call.service;
  try {
    if (job.refused !== undefined) {
      throw job.refused;
    }
    const { operation } = job;
    if (operation.method === 'POST' && byBulkId.get(operation.bulkId ?? '') !== job) {
      throw refusal(400, `The bulkId ${operation.bulkId} stands at another operation already.`, 'invalidValue');
    }
    const promised = await needs(job, byBulkId, call);
    const ids = new Map([...byBulkId].map(([bulkId, { id }]) => [bulkId, id]));
    const resolve = (json: Json): Json => behaviour.resolveBulkIds(json, ids, call);
    job.operation = { ...operation, path: String(resolve(operation.path)) };
    return await behaviour.dispatch(innerCall(job, resolve, promised, call));
  } catch (error) {
    return behaviour.errorAnswer(error, call);
  }
};

/** Runs what the job refers to; returns the ids that are only promised so far. Throws 409 when one of them failed. */
const needs = async (job: Job, byBulkId: ReadonlyMap<string, Job>, call: Call): Promise<ReadonlySet<string>> => {
  const promised = new Set<string>();
  for (const bulkId of referencesIn([job.operation.path, job.operation.data ?? null])) {
    const needed = byBulkId.get(bulkId);
    if (needed === undefined) {
      continue;
    }
    if (call.service.behaviour.looksAhead(call)) {
      await runJob(needed, byBulkId, call);
    }
    needed.dependents.add(job);
    if (needed.state === 'running') {
      promised.add(needed.id);
    } else if ((needed.answer?.status ?? 500) >= 400) {
      throw refusal(409, `There is no result of the operation with the bulkId ${bulkId}, and this one refers to it.`);
    }
  }
  return promised;
};

/** Takes back what relied on the id of a job that failed. */
const undo = (failed: Job, call: Call): void => {
  const { behaviour, models, store } = call.service;
  for (const job of failed.dependents) {
    if (job.answer === undefined || job.answer.status >= 400) {
      continue;
    }
    const model = models.find(({ type }) => type.name === store.typeOf(job.id));
    if (model !== undefined) {
      behaviour.erase(job.id, model, call);
    }
    const because = `An operation it refers to failed later: ${failed.operation.bulkId}.`;
    job.answer = behaviour.errorAnswer(refusal(409, because), call);
    undo(job, call);
  }
};

const innerCall = (
  { operation, id }: Job,
  resolve: (json: Json) => Json,
  promised: ReadonlySet<string>,
  call: Call,
): Call => {
  const { 'if-match': _match, 'if-none-match': _noneMatch, ...headers } = call.headers;
  const body = operation.data === undefined ? undefined : resolve(operation.data);
  return {
    service: call.service,
    method: operation.method,
    segments: segmentsOf(operation.path, call),
    query: new URLSearchParams(),
    headers: operation.version === undefined ? headers : { ...headers, 'if-match': operation.version },
    baseUrl: call.baseUrl,
    text: '',
    ...(call.identity === undefined ? {} : { identity: call.identity }),
    ...(body === undefined ? {} : { body }),
    bulk: { id, promised },
  };
};
