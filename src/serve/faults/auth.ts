/** Faults at the door. */
import { crash, type Fault, page, reports, withHeaders } from './fault.ts';

export const AUTH_FAULTS: readonly Fault[] = [
  {
    id: 'auth-bearer-case-sensitive',
    title: 'Compares the scheme of the Authorization header with case: `bearer` is not `Bearer`',
    links: reports('langwatch/langwatch#2887', 'wso2/carbon-apimgt#12838', 'coder/coder#15233'),
    alter: (good) => ({
      authenticate: (call) =>
        good.authenticate(
          /^bearer/i.test(call.headers.authorization ?? '') && !call.headers.authorization?.startsWith('Bearer ')
            ? withHeaders(call, { authorization: 'unknown' })
            : call,
        ),
    }),
  },
  {
    id: 'auth-401-without-www-authenticate',
    title: 'Answers 401 without a WWW-Authenticate challenge',
    links: reports('thunder-id/thunderid#5110'),
    alter: (good) => ({
      respond: (answer, call) => {
        const { 'www-authenticate': _challenge, ...headers } = answer.headers ?? {};
        return good.respond({ ...answer, headers }, call);
      },
    }),
  },
  {
    id: 'auth-missing-token-500',
    title: 'Fails with 500 when there is no Authorization header',
    links: reports('keycloak/keycloak#49973'),
    alter: (good) => ({
      authenticate: (call) => {
        const result = good.authenticate(call);
        return 'status' in result && call.headers.authorization === undefined
          ? crash('cannot split undefined')
          : result;
      },
    }),
  },
  {
    id: 'auth-empty-bearer-accepted',
    title: 'Takes an empty bearer token for the secret that nobody has set',
    links: reports('ToolJet/ToolJet#16217'),
    alter: (good) => ({
      authenticate: (call) =>
        /^bearer *$/i.test(call.headers.authorization ?? '') ? { name: 'service' } : good.authenticate(call),
    }),
  },
  {
    id: 'user-agent-missing-403-html',
    title: 'Refuses requests without a User-Agent with an HTML page, before it looks at anything else',
    links: reports('kortix-ai/suna#7297'),
    alter: () => ({
      admit: (call) => (call.headers['user-agent'] ? undefined : page(403, 'Forbidden')),
    }),
  },
  {
    id: 'ratelimit-non-scim-or-no-retry-after',
    title: 'Refuses more than 20 requests in a second in plain text and without Retry-After',
    links: reports(
      'vouch-sh/vouch#1412',
      'rancher/rancher#54870',
      'awslabs/ssosync#13',
      'va360labs/didacta-io#54',
      'growthbook/growthbook#5764',
    ),
    alter: () => ({
      limit: ({ service }) =>
        service.bucket.take(20) === 0
          ? undefined
          : { status: 429, headers: { 'content-type': 'text/plain' }, text: 'Too many requests' },
    }),
  },
];
