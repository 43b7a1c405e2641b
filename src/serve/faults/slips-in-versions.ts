/** Slips in versions and preconditions. Nobody has reported these; each is a plausible slip that some case must notice. */
import { hash } from 'node:crypto';
import { refusal } from '../errors.ts';
import { type Fault, isRead } from './fault.ts';

export const SLIPS_IN_VERSIONS: readonly Fault[] = [
  {
    id: 'if-match-star-refused',
    title: 'Takes the star in If-Match for a version, which no resource has',
    links: [],
    alter: (good) => ({
      checkVersion: (current, model, call) => {
        if (call.headers['if-match']?.trim() === '*') {
          throw refusal(412, 'The version is not *.');
        }
        good.checkVersion(current, model, call);
      },
    }),
  },
  {
    id: 'if-match-never-weak',
    title: 'Sends weak versions and compares If-Match strongly, so that none of its own ever matches',
    links: [],
    alter: (good) => ({
      checkVersion: (current, model, call) => {
        if (call.headers['if-match']?.startsWith('W/')) {
          throw refusal(412, 'A weak version never matches.');
        }
        good.checkVersion(current, model, call);
      },
    }),
  },
  {
    id: 'etag-of-framework',
    title: 'Has versions in meta, and lets its framework make an ETag of the bytes of each answer',
    links: [],
    alter: (good) => ({
      respond: (answer, call) => {
        const sent = good.respond(answer, call);
        return isRead(call) && sent.headers?.etag !== undefined && sent.body !== undefined
          ? { ...sent, headers: { ...sent.headers, etag: `W/"${hash('sha1', JSON.stringify(sent.body))}"` } }
          : sent;
      },
    }),
  },
];
