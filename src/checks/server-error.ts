import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

/** 501 says that something is not supported, 503 that the service is busy: both are honest answers. */
const HONEST: ReadonlySet<number> = new Set([501, 503]);

export const serverError = defineCheck({
  name: 'server-error',
  title: 'No request brings the server to an internal error',
  level: 'SHOULD',
  cites: ['RFC7644-3.12-20'],
  why: 'Identity providers repeat a request that was answered with 5xx, often for days, and then stop provisioning altogether.',
  judge({ method, status, target, response }) {
    if (status < 500) return [];
    if (HONEST.has(status)) return undefined;
    const what = 'type' in target && target.type !== undefined ? target.type.endpoint : target.kind;
    return [
      broken('status', `${method} on ${what} was answered with ${status}`, { actual: response.text.slice(0, 300) }),
    ];
  },
});
