/**
 * Behaves like Slack (docs.slack.dev/reference/scim-api and its rate-limits page; the `slack` mode of authentik for the
 * ServiceProviderConfig that denies its filters): DELETE deactivates a user, a page has ten resources unless asked for
 * more, and every answer is application/json. Its limits of pace are left to `--rate`.
 */
import { isObject } from '../../scim/json.ts';
import type { Behaviour } from '../behaviour.ts';
import { deactivating, type Preset, pagesOf, USERS_AND_GROUPS } from './preset.ts';

const PAGE = 10;

const alter = (good: Behaviour): Partial<Behaviour> => ({
  page: pagesOf(PAGE, good),
  remove: deactivating(good),
  serviceProviderConfig: (call) => {
    const config = good.serviceProviderConfig(call);
    return { ...config, filter: { ...(isObject(config.filter) ? config.filter : {}), supported: false } };
  },
  respond: (answer, call) => {
    const sent = good.respond(answer, call);
    return answer.body === undefined
      ? sent
      : { ...sent, headers: { ...sent.headers, 'content-type': 'application/json; charset=utf-8' } };
  },
});

export const SLACK: Preset = {
  name: 'slack',
  title: 'As Slack: DELETE deactivates, pages of ten, application/json, and filters that its configuration denies',
  links: ['https://docs.slack.dev/reference/scim-api', 'https://docs.slack.dev/reference/scim-api/rate-limits'],
  capabilities: { ...USERS_AND_GROUPS, maxResults: 1000 },
  alter,
};
