/** For tests: what the operations of a dialect put on the wire. */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { nestedScope } from './fill.ts';
import type { Dialect } from './model.ts';
import { resolveOperation } from './operation.ts';
import { writeRequest } from './write.ts';

export const GUID = '6b4cbe6a-0000-4000-8000-000000000001';

export interface Said {
  /** Method and request target. */
  readonly line: string;
  readonly headers: readonly (readonly [string, string])[];
  /** As text. */
  readonly text: string | undefined;
  readonly body: Json | undefined;
}

type Say = (idp: string, mode: string, operation: string, values?: JsonObject, current?: JsonObject) => Said[];

/** The requests of an operation; `current` stands for what its first request read. */
export const sayer = (loaded: { readonly dialects: ReadonlyMap<string, Dialect> }): Say => {
  return (idp, mode, operation, values = {}, current) => {
    const scope = nestedScope({ run: { guid: GUID, tag: 'k3v9' } });
    const resolved = resolveOperation(loaded, idp, mode, operation, values, scope);
    return resolved.requests.map(({ request }) => {
      if (current !== undefined) resolved.scope.set('current', current);
      const { method, target, headers, body } = writeRequest(request, resolved.scope, resolved.dialect);
      const json: Json | undefined = body === undefined ? undefined : JSON.parse(body);
      return { line: `${method} ${target}`, headers, text: body, body: json };
    });
  };
};

/** The operations in the PATCH that comes last. */
export const operationsIn = (said: readonly Said[]): Json | undefined => {
  const body = said.at(-1)?.body;
  return isObject(body) ? body.Operations : undefined;
};
