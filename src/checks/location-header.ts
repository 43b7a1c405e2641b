import { isUnassigned } from '../scim/json.ts';
import { type Answer, responseHeader } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const locationHeader = defineCheck({
  name: 'location-header',
  title: 'Every 201 has a Location header',
  level: 'MUST',
  cites: ['RFC7644-3.3-02'],
  why: 'Clients that follow HTTP find the new resource there and nowhere else.',
  judge(answer) {
    if (!isCreated(answer)) return undefined;
    const location = responseHeader(answer, 'location')?.trim();
    return isUnassigned(location) || location === '' ? [broken('header.location', 'a 201 without Location')] : [];
  },
});

/** The answer to the creation of one resource. */
export const isCreated = ({ method, status, target }: Answer): boolean =>
  method === 'POST' && status === 201 && (target.kind === 'endpoint' || target.kind === 'me');
