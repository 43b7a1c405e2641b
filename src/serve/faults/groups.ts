/** Faults in what becomes of groups. */
import { getIgnoringCase } from '../../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject, withMember } from '../../scim/json.ts';
import { refusal } from '../errors.ts';
import { memberIds } from '../store.ts';
import { type Fault, isGroup, isRead, isUser, reports, without } from './fault.ts';

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** The names in one case end alike, so a fault that looks at this never reaches into another case. */
const lastWord = ({ displayName }: JsonObject): string | undefined =>
  String(displayName)
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .at(-1);

/** Ids of the groups that a body, or the operations in it, put a user into. */
const groupsNamed = (body: Json | undefined): readonly string[] => {
  const operations = isObject(body) ? asList(body.Operations).filter(isObject) : [];
  const values = isObject(body)
    ? [body.groups, ...operations.filter(({ path }) => path === 'groups').map(({ value }) => value)]
    : [];
  return memberIds({ members: values.flatMap((value) => [...asList(value)]) });
};

export const GROUP_FAULTS: readonly Fault[] = [
  {
    id: 'group-silently-drops-unknown-member',
    title: 'Leaves unknown members out of a new group without a word',
    links: reports('Tr3kkR/Yuzu#2135'),
    alter: (good) => ({
      prepare: (body, model, call) => {
        const resource = good.prepare(body, model, call);
        const known = memberIds(resource).filter((id) => call.service.store.typeOf(id) !== undefined);
        return isGroup(model)
          ? withMember(
              resource,
              'members',
              known.map((value) => ({ value })),
            )
          : resource;
      },
    }),
  },
  {
    id: 'group-response-echoes-invalid-members',
    title: 'Leaves unknown members out of a new group and shows them in its answer',
    links: reports('GluuFederation/oxTrust#1203'),
    alter: (good) => ({
      create: async (call, model) => {
        const { body } = call;
        if (!isGroup(model) || !isObject(body)) {
          return good.create(call, model);
        }
        const sent = getIgnoringCase(body, 'members') ?? [];
        const known = memberIds({ members: sent }).filter((id) => call.service.store.typeOf(id) !== undefined);
        const answer = await good.create(
          { ...call, body: { ...body, members: known.map((value) => ({ value })) } },
          model,
        );
        return isObject(answer.body) && answer.status === 201
          ? { ...answer, body: { ...answer.body, members: sent } }
          : answer;
      },
    }),
  },
  {
    id: 'group-members-limit-100-400',
    title: 'Refuses requests with more than 100 members',
    links: reports('slashdevops/idp-scim-sync#62', 'slashdevops/idp-scim-sync#75', 'goauthentik/authentik#25330'),
    alter: (good) => ({
      readBody: (contentType, text, call) => {
        const body = good.readBody(contentType, text, call);
        if (call.segments[0] === 'Groups' && (text.match(/"value"\s*:\s*"/g) ?? []).length > 100) {
          throw refusal(400, 'The request is unparsable.', 'invalidSyntax');
        }
        return body;
      },
    }),
  },
  {
    id: 'group-post-members-ignored',
    title: 'Shows the members of a new group in its answer and does not store them',
    links: reports('wso2/product-is#9619', 'BerriAI/litellm#14057', 'BerriAI/litellm#11555'),
    alter: (good) => ({
      create: async (call, model) => {
        const answer = await good.create(call, model);
        const id = isObject(answer.body) ? String(answer.body.id) : '';
        const group = isGroup(model) ? call.service.store.get('Group', id) : undefined;
        if (group !== undefined) {
          call.service.store.put('Group', without(group, 'members'));
        }
        return answer;
      },
    }),
  },
  {
    id: 'group-get-members-always-empty',
    title: 'Shows no members on GET',
    links: reports('goauthentik/authentik#23005', 'slashdevops/idp-scim-sync#520'),
    alter: (good) => ({
      project: (found, selection, call) => {
        const resource = good.project(found, selection, call);
        return isGroup(found.model) && call.method === 'GET' ? without(resource, 'members') : resource;
      },
    }),
  },
  {
    id: 'group-list-omits-members',
    title: 'Shows no members in lists of groups',
    links: reports('graphql-hive/console#8352'),
    alter: (good) => ({
      listResponse: (page, query, call) => {
        const excludedAttributes = [...(query.selection.excludedAttributes ?? []), 'members'];
        const { attributes } = query.selection;
        return good.listResponse(
          page,
          { ...query, selection: attributes ? { attributes } : { excludedAttributes } },
          call,
        );
      },
    }),
  },
  {
    id: 'group-list-omits-nested',
    title: 'Shows no groups among the members in lists of groups',
    links: reports('fleetdm/fleet#52501'),
    alter: (good) => ({
      listResponse: (page, query, call) => {
        const items = page.items.map(({ model, resource }) => ({
          model,
          resource: {
            ...resource,
            members: asList(resource.members).filter((member) => !isObject(member) || member.type !== 'Group'),
          },
        }));
        return good.listResponse({ ...page, items }, query, call);
      },
    }),
  },
  {
    id: 'group-duplicate-displayname-500',
    title: 'Answers 500 to a second group with the same name',
    links: reports('kortix-ai/suna#7298', 'snapotter-hq/SnapOtter#980'),
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        good.checkUnique(resource, model, call, self);
        const others = isGroup(model)
          ? call.service.store.idsBy('Group', 'displayName', String(resource.displayName))
          : [];
        if (others.some((id) => id !== self)) {
          throw new Error('unique constraint');
        }
      },
    }),
  },
  {
    id: 'group-create-conflict-not-discoverable',
    title: 'Refuses a group because another one has the same short name, which no filter can find',
    links: reports('getsentry/sentry#88623'),
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        good.checkUnique(resource, model, call, self);
        const name = String(resource.displayName);
        const clashes = (group: JsonObject): boolean =>
          group.id !== self && group.displayName !== name && slug(String(group.displayName)) === slug(name);
        if (isGroup(model) && [...call.service.store.list('Group')].some(clashes)) {
          throw refusal(409, 'There is a group with this short name already.', 'uniqueness');
        }
      },
    }),
  },
  {
    id: 'group-import-stale-name',
    title: 'Goes on showing the name a group was created with in GET',
    links: reports('getsentry/sentry#84838'),
    alter: (good) => {
      const names = new Map<string, Json>();
      return {
        insert: async (resource, model, call) => {
          const stored = await good.insert(resource, model, call);
          names.set(String(stored.id), stored.displayName ?? null);
          return stored;
        },
        project: (found, selection, call) => {
          const resource = good.project(found, selection, call);
          const name = names.get(String(resource.id));
          const isStale =
            isGroup(found.model) && call.method === 'GET' && name !== undefined && resource.displayName !== undefined;
          return isStale ? { ...resource, displayName: name } : resource;
        },
      };
    },
  },
  {
    id: 'group-cache-stale-after-change',
    title: 'Shows a group as it was when somebody first read it by its id, for a minute',
    links: reports('BerriAI/litellm#36817'),
    alter: (good) => {
      const cache = new Map<string, { readonly until: number; readonly resource: JsonObject }>();
      return {
        project: (found, selection, call) => {
          const id = String(found.resource.id);
          const now = call.service.now();
          if (!isGroup(found.model) || !isRead(call)) {
            return good.project(found, selection, call);
          }
          const known = cache.get(id);
          const resource = known !== undefined && known.until > now ? known.resource : found.resource;
          cache.set(id, { until: known !== undefined && known.until > now ? known.until : now + 60_000, resource });
          return good.project({ ...found, resource }, selection, call);
        },
      };
    },
  },
  {
    id: 'group-rename-drops-roles',
    title: 'Takes the roles of all members away when a group is renamed',
    links: reports('tuist/tuist#13209', 'Tr3kkR/Yuzu#2127'),
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const { store } = call.service;
        const before = store.get(model.type.name, id);
        const after = await good.update(call, model, id, change);
        for (const member of isGroup(model) && before?.displayName !== after.displayName ? memberIds(after) : []) {
          const user = store.get('User', member);
          if (user !== undefined) {
            store.put('User', without(user, 'roles'));
          }
        }
        return after;
      },
    }),
  },
  {
    id: 'group-upsert-overwrites-other-group',
    title: 'Overwrites a group whose name ends alike when another one is created with an externalId',
    links: reports('grokability/snipe-it#19493'),
    alter: (good) => ({
      insert: (resource, model, call) => {
        const groups = isGroup(model) && resource.externalId ? [...call.service.store.list('Group')] : [];
        const first = groups.find((group) => lastWord(group) === lastWord(resource));
        return first === undefined
          ? good.insert(resource, model, call)
          : good.update(call, model, String(first.id), () => ({
              ...resource,
              id: first.id ?? null,
              meta: first.meta ?? null,
            }));
      },
    }),
  },
  {
    id: 'user-groups-writable',
    title: 'Changes memberships when a PUT or PATCH of a user names groups',
    links: reports('jelhub/scimgateway#96'),
    alter: (good) => {
      const join = (call: Parameters<typeof good.modify>[0], user: string): void => {
        for (const id of groupsNamed(call.body)) {
          const group = call.service.store.get('Group', id);
          if (group !== undefined) {
            call.service.store.put('Group', { ...group, members: [...asList(group.members), { value: user }] });
          }
        }
      };
      return {
        replace: (call, model, id) => {
          if (isUser(model)) {
            join(call, id);
          }
          return good.replace(call, model, id);
        },
        applyOperation: (resource, operation, model, call) => {
          if (!isUser(model) || operation.path?.attribute !== 'groups') {
            return good.applyOperation(resource, operation, model, call);
          }
          join(call, String(resource.id));
          return resource;
        },
      };
    },
  },
];
