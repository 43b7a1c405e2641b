/** Legal variations of statuses, headers and media types. */
import { isObject } from '../../scim/json.ts';
import type { Answer, Behaviour, Call } from '../behaviour.ts';
import { mediaType } from '../body.ts';
import { refusal } from '../errors.ts';
import { answering, type Variation } from './variation.ts';

/** Refuses with this status what has no such method. */
const refusingMethodsWith =
  (status: number) =>
  (good: Behaviour): Partial<Behaviour> => ({
    async dispatch(call) {
      const answer = await good.dispatch(call);
      return answer.status === 405
        ? call.service.behaviour.errorAnswer(refusal(status, 'That is not possible.'), call)
        : answer;
    },
  });

const unsupportedMe =
  (status: number) =>
  (good: Behaviour): Partial<Behaviour> => ({
    me(call) {
      if (call.identity?.userName !== undefined) return good.me(call);
      const answer = call.service.behaviour.errorAnswer(refusal(status, 'There is no user behind this token.'), call);
      return status === 401 ? { ...answer, headers: { 'www-authenticate': 'Bearer realm="people"' } } : answer;
    },
  });

const withHeaders = (answer: Answer, headers: Readonly<Record<string, string>>): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

const withoutLocation = ({ headers = {}, ...answer }: Answer): Answer => {
  const { location: _location, ...others } = headers;
  return { ...answer, headers: others };
};

/** The account that a service token acts for. */
const RESIDENT = {
  id: 'resident',
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'provisioning.service',
  name: { givenName: 'Provisioning', familyName: 'Service' },
  emails: [{ value: 'provisioning.service@example.com', type: 'work' }],
  active: true,
};

const settleResident = ({ service: { store, now } }: Call): void => {
  if (store.get('User', RESIDENT.id) !== undefined) return;
  const created = new Date(now()).toISOString();
  store.put('User', { ...RESIDENT, meta: { resourceType: 'User', created, lastModified: created } });
};

export const ANSWER_VARIATIONS: readonly Variation[] = [
  {
    id: 'patch-204',
    title: 'Answers a PATCH with 204 and nothing, unless attributes are asked for',
    allowedBy: ['RFC7644-3.5.2-06', 'RFC7644-3.5.2-07'],
    because: 'A PATCH may be answered with the resource or with nothing.',
    alter: (good) => ({
      async modify(call, model, id) {
        const answer = await good.modify(call, model, id);
        const asked = ['attributes', 'excludedAttributes'].some((name) => call.query.has(name));
        return asked || answer.status !== 200
          ? answer
          : { status: 204, ...(answer.headers && { headers: answer.headers }) };
      },
    }),
  },
  {
    id: 'media-type-charset',
    title: 'Names the charset in the media type',
    allowedBy: ['RFC7644-3.8-01'],
    because: 'Bodies are UTF-8; to say so in a parameter harms nobody.',
    alter: (good) => ({
      respond(answer, call) {
        const responded = good.respond(answer, call);
        const type = responded.headers?.['content-type'];
        return type === undefined ? responded : withHeaders(responded, { 'content-type': `${type}; charset=UTF-8` });
      },
    }),
  },
  {
    id: 'plain-json-when-accepted',
    title: 'Sends application/json to everybody who lists it',
    allowedBy: ['RFC7644-3.8-03'],
    because: 'Of several accepted media types the server chooses.',
    alter: (good) => ({
      respond(answer, call) {
        const responded = good.respond(answer, call);
        const accepted = (call.headers.accept ?? '').split(',').map(mediaType);
        const isJson = responded.headers?.['content-type'] !== undefined && accepted.includes('application/json');
        return isJson ? withHeaders(responded, { 'content-type': 'application/json' }) : responded;
      },
    }),
  },
  {
    id: 'more-headers',
    title: 'Sends headers of its framework and its gateway with every answer',
    allowedBy: ['RFC7644-3.4.1-02'],
    because: 'SCIM says which headers must be there, and of no header that it must not.',
    alter: answering((answer, { method }) =>
      withHeaders(answer, {
        'x-request-id': '0b5c2f4e',
        vary: 'Accept, Authorization',
        'strict-transport-security': 'max-age=63072000',
        'ratelimit-remaining': '99',
        server: 'gateway',
        ...(method === 'GET' ? { link: '<https://example.com/docs>; rel="help"' } : {}),
      }),
    ),
  },
  {
    id: 'content-location',
    title: 'Names the place of the resource in Content-Location as well',
    allowedBy: ['RFC7643-3.1-23'],
    because: 'The header may be sent; it then says what meta.location says.',
    alter: answering((answer) => {
      const meta = isObject(answer.body) ? answer.body.meta : undefined;
      const place = isObject(meta) ? meta.location : undefined;
      return typeof place === 'string' && answer.status < 300
        ? withHeaders(answer, { 'content-location': place })
        : answer;
    }),
  },
  {
    id: 'location-of-new-only',
    title: 'Sends the Location header with a 201 and with no other answer',
    allowedBy: ['RFC7644-3.4.1-02', 'RFC7644-3.3-02'],
    because: 'Only a create must name the place of the resource in a header.',
    alter: answering((answer, call) =>
      answer.status === 201 || call.bulk !== undefined ? answer : withoutLocation(answer),
    ),
  },
  {
    id: 'discovery-without-credential',
    title: 'Shows its resource types and schemas to strangers',
    allowedBy: ['RFC7644-2-03', 'RFC7643-5-11'],
    because: 'What the service can do may be read by anybody.',
    alter: (good) => ({
      authenticate(call) {
        const [first = ''] = call.segments;
        const isPublic = call.method === 'GET' && ['ResourceTypes', 'Schemas'].includes(first);
        return isPublic && call.headers.authorization === undefined ? { name: 'anonymous' } : good.authenticate(call);
      },
    }),
  },
  {
    id: 'challenge-of-several-schemes',
    title: 'Offers two schemes in its challenge, their names in lower case',
    allowedBy: ['RFC7235-3.1-01', 'RFC7644-2-01'],
    because: 'A challenge lists the schemes that are understood, and their names ignore case.',
    alter: answering((answer) => {
      const bearer = answer.headers?.['www-authenticate']?.replace(/^Bearer/, 'bearer');
      return bearer === undefined
        ? answer
        : withHeaders(answer, { 'www-authenticate': `basic realm="people", ${bearer}` });
    }),
  },
  {
    id: 'malformed-credential-400',
    title: 'Answers 400 to an Authorization header that is no credential at all',
    allowedBy: ['RFC7644-2-02'],
    because: 'RFC 6750 §3.1 gives 400 to a request that is malformed, and 401 to a token that is wrong.',
    alter: (good) => ({
      authenticate(call) {
        const identity = good.authenticate(call);
        const isMalformed = /^bearer\s*$/i.test(call.headers.authorization ?? '');
        return 'status' in identity && isMalformed
          ? call.service.behaviour.errorAnswer(refusal(400, 'There is no token in the Authorization header.'), call)
          : identity;
      },
    }),
  },
  ...[400, 403, 404, 501].map(
    (status): Variation => ({
      id: `method-refused-${status}`,
      title: `Answers ${status} where it does not know the method`,
      allowedBy: ['RFC7644-3.2-02'],
      because: 'SCIM never mentions 405.',
      alter: refusingMethodsWith(status),
    }),
  ),
  ...[401, 403, 404].map(
    (status): Variation => ({
      id: `me-refused-${status}`,
      title: `Answers ${status} on /Me to a token that stands for no user`,
      allowedBy: ['RFC7644-3.11-01'],
      because: 'Whoever is no user has no alias, and there is no flag that tells whether there is one.',
      alter: unsupportedMe(status),
    }),
  ),
  {
    id: 'me-redirects',
    title: 'Has an account for its service token, and answers /Me with 308 and the place of it',
    allowedBy: ['RFC7644-3.11-02'],
    because: 'The alias may redirect to the resource.',
    alter: (good) => ({
      admit(call) {
        settleResident(call);
        return good.admit(call);
      },
      me: ({ baseUrl, query }) => {
        const more = query.size === 0 ? '' : `?${query}`;
        return { status: 308, headers: { location: `${baseUrl}/Users/${RESIDENT.id}${more}` } };
      },
    }),
  },
  {
    id: 'resources-on-a-shard',
    title: 'Sends whoever asks for one resource to the shard that has it, with 307',
    allowedBy: ['RFC7644-3.12-06'],
    because: 'Table 8 has 307 and 308 for a request that is to be repeated at another place.',
    alter: (good) => ({
      dispatch(call) {
        const isDirect = call.bulk !== undefined || call.segments.length !== 2 || call.query.has('shard');
        const isResource = call.service.models.some(({ type }) => type.endpoint === `/${call.segments[0]}`);
        if (isDirect || !isResource || call.segments[1] === '.search') return good.dispatch(call);
        const [type, id = ''] = call.segments;
        const query = new URLSearchParams([...call.query, ['shard', '2']]);
        return { status: 307, headers: { location: `${call.baseUrl}/${type}/${encodeURIComponent(id)}?${query}` } };
      },
    }),
  },
];
