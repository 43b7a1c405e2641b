/** Legal variations of versions and preconditions. */
import { ScimError } from '../../scim/error.ts';
import { isObject } from '../../scim/json.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { without } from '../faults/fault.ts';
import type { Variation } from './variation.ts';

const isWrite = ({ method, bulk }: Call): boolean => bulk === undefined && ['PUT', 'PATCH', 'DELETE'].includes(method);

/** Refuses a stale version with another status. */
const conflictingWith =
  (status: number) =>
  (good: Behaviour): Partial<Behaviour> => ({
    checkVersion(current, model, call) {
      try {
        good.checkVersion(current, model, call);
      } catch (problem) {
        throw problem instanceof ScimError ? refusal(status, problem.message) : problem;
      }
    },
  });

export const VERSION_VARIATIONS: readonly Variation[] = [
  {
    id: 'versions-strong',
    title: 'Has strong versions, and compares them strongly',
    allowedBy: ['RFC7644-3.14-03', 'RFC9110-13.1.1-01'],
    because: 'Versions may be weak, and HTTP wants a strong comparison for If-Match.',
    alter: (good) => ({
      version: (found, call) => good.version(found, call)?.replace(/^W\//, ''),
      checkVersion(current, model, call) {
        const wanted = call.headers['if-match'];
        if (wanted?.startsWith('W/')) throw refusal(412, 'A weak version is never the same.');
        good.checkVersion(current, model, call);
      },
    }),
  },
  {
    id: 'versions-unannounced',
    title: 'Sends the ETags of its framework, and says that it has no versions',
    allowedBy: ['RFC7644-3.14-01', 'RFC7644-3.14-09'],
    because: 'HTTP lets anybody send an ETag; what SCIM asks of versions holds for those who announce them.',
    capabilities: { etag: false },
    alter: (good) => ({
      respond(answer, call) {
        const responded = good.respond(answer, call);
        const isRead = call.method === 'GET' && answer.status === 200;
        return isRead ? { ...responded, headers: { ...responded.headers, etag: 'W/"5d-1a2b"' } } : responded;
      },
    }),
  },
  {
    id: 'stale-version-409',
    title: 'Answers 409 to a stale version',
    allowedBy: ['RFC7644-3.12-22', 'RFC9110-13.1.1-01'],
    because: 'HTTP has 412, and Table 8 lists the mismatch under 409 as well.',
    alter: conflictingWith(409),
  },
  {
    id: 'own-weak-version-refused',
    title: 'Compares its weak versions strongly, so that none ever is the same',
    allowedBy: ['RFC7644-3.14-06'],
    because: 'HTTP wants a strong comparison for If-Match, and SCIM has weak versions there in its examples.',
    disputed: true,
    alter: (good) => ({
      checkVersion(current, model, call) {
        if (call.headers['if-match']?.startsWith('W/')) throw refusal(412, 'A weak version is never the same.');
        good.checkVersion(current, model, call);
      },
    }),
  },
  {
    id: 'version-required',
    title: 'Answers 428 to a change that does not say of which version',
    allowedBy: ['RFC7644-3.14-07'],
    because: 'RFC 6585 §3 lets a server insist on conditional requests.',
    alter: (good) => ({
      admit(call) {
        const isKnown =
          call.headers.authorization !== undefined && call.segments.length === 2 && call.segments[0] !== 'Bulk';
        if (isKnown && isWrite(call) && call.headers['if-match'] === undefined) {
          return call.service.behaviour.errorAnswer(refusal(428, 'Say in If-Match which version you mean.'), call);
        }
        return good.admit(call);
      },
    }),
  },
  {
    id: 'versions-in-meta-only-when-single',
    title: 'Shows versions of resources that are read alone, and not in lists',
    allowedBy: ['RFC7644-3.14-02'],
    because: 'That meta has the version is recommended, and a list has no header for it.',
    alter: (good) => ({
      listResponse(page, query, call) {
        const list = good.listResponse(page, query, call);
        const { Resources } = list;
        return {
          ...list,
          Resources: (Array.isArray(Resources) ? Resources : []).map((one) =>
            isObject(one) && isObject(one.meta) ? { ...one, meta: without(one.meta, 'version') } : one,
          ),
        };
      },
    }),
  },
];
