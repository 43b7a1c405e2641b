/** Versions as weak ETags (RFC 7644 §3.14, RFC 9110 §13.1). */
import { hash } from 'node:crypto';
import type { JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import type { Call, Found } from './behaviour.ts';
import { refusal } from './errors.ts';

/** A digest of what is shown, so that it changes exactly when a reader would see a difference. */
export const version = ({ resource }: Found, call: Call): string | undefined => {
  if (!call.service.capabilities.etag) {
    return undefined;
  }
  // The location differs by how a client reaches the server; the version must not.
  const { meta, ...rest } = resource;
  const { location: _location, ...dates } = { ...(meta as JsonObject) };
  return `W/"${hash('sha1', JSON.stringify([rest, dates]), 'base64url').slice(0, 16)}"`;
};

/** `W/"a", "b"` → the opaque parts; If-Match compares weakly here, because SCIM's own versions are weak. */
const tags = (header: string): string[] => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** Whether a conditional header names this version; `*` names any. */
export const names = (header: string, current: string): boolean =>
  header.trim() === '*' || tags(header).includes(current.replace(/^W\//, ''));

/** Throws 412 when If-Match does not name the current version. Without versions the header is ignored. */
export const checkVersion = (current: JsonObject, model: ResourceModel, call: Call): void => {
  const wanted = call.headers['if-match'];
  const { behaviour } = call.service;
  const actual = behaviour.version({ model, resource: behaviour.represent(current, model, call) }, call);
  if (wanted !== undefined && actual !== undefined && !names(wanted, actual)) {
    throw refusal(412, `The resource has changed: its version is ${actual}.`);
  }
};
