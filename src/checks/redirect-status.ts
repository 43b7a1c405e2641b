import { pathBelow } from '../expect/url.ts';
import { broken } from './broken.ts';
import type { Check } from './check.ts';

/** Other than the usual checks this one is about redirects, which are no answers. */
export const redirectStatus: Check = {
  id: 'exchange/redirect-status',
  suite: 'exchange',
  title: 'Redirects of writes are 307 or 308, which keep the method and the body',
  level: 'SHOULD',
  cites: ['RFC7644-3.12-06'],
  why: 'After 301, 302 and 303 most clients send a GET, and the write is lost without a word.',
  idps: {},
  sources: [],
  examine({ request, response }, { baseUrl }) {
    const path = pathBelow(request.url, baseUrl);
    if (response === undefined || path === undefined || !REDIRECTS.includes(response.status)) return undefined;
    const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method.toUpperCase());
    if (reads) return undefined;
    return LOSING.includes(response.status) ? [broken('status', `a write is redirected with ${response.status}`)] : [];
  },
};

const LOSING: readonly number[] = [301, 302, 303];
const REDIRECTS: readonly number[] = [...LOSING, 307, 308];
