/** Faults in how resources are shown. */
import { coreAttributes, sameName } from '../../scim/attribute.ts';
import { isObject, type Json } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import { crash, type Fault, reports, without } from './fault.ts';

const isList = ({ segments, method }: { readonly segments: readonly string[]; readonly method: string }): boolean =>
  (method === 'GET' && segments.length < 2) || segments.at(-1) === '.search';

export const REPRESENTATION_FAULTS: readonly Fault[] = [
  {
    id: 'attr-names-case-sensitive-params',
    title: 'Knows the names in attributes and excludedAttributes only as the schema spells them',
    links: reports('wso2/product-is#7413', 'wso2/charon#278', 'python-scim/scim2-models#45'),
    alter: (good) => ({
      project: (found, { attributes, excludedAttributes }, call) => {
        const exact = (names: readonly string[]): readonly string[] =>
          names.filter(
            (name) => !coreAttributes(found.model).some((it) => sameName(it.name, name) && it.name !== name),
          );
        return good.project(
          found,
          {
            ...(attributes && { attributes: ['id', ...exact(attributes)] }),
            ...(excludedAttributes && { excludedAttributes: exact(excludedAttributes) }),
          },
          call,
        );
      },
    }),
  },
  {
    id: 'users-externalid-not-stored-or-echoed',
    title: 'Never shows the externalId',
    links: reports(
      'langwatch/langwatch#6974',
      'grokability/snipe-it#12049',
      'scimmyjs/scimmy#57',
      'harness/harness-core#44831',
      '15five/django-scim2#30',
      'BerriAI/litellm-docs#936',
    ),
    alter: (good) => ({
      project: (found, selection, call) => without(good.project(found, selection, call), 'externalId'),
    }),
  },
  {
    id: 'users-extension-key-not-urn',
    title: 'Shows the enterprise extension under a name of its own instead of its URN',
    links: reports('wso2/product-is#3487'),
    alter: (good) => ({
      project: (found, selection, call) => {
        const { [ENTERPRISE_USER_URN]: extension, ...resource } = good.project(found, selection, call);
        return extension === undefined ? resource : { ...resource, EnterpriseUser: extension };
      },
    }),
  },
  {
    id: 'datetime-without-timezone',
    title: 'Writes the times in meta without a time zone',
    links: reports('wso2/product-is#4455', 'wso2/product-is#6718', 'apache/directory-scimple#490'),
    alter: (good) => ({
      project: (found, selection, call) => {
        const resource = good.project(found, selection, call);
        const { meta } = resource;
        const local = (value: Json | undefined): Json => (typeof value === 'string' ? value.slice(0, 19) : null);
        return isObject(meta)
          ? { ...resource, meta: { ...meta, created: local(meta.created), lastModified: local(meta.lastModified) } }
          : resource;
      },
    }),
  },
  {
    id: 'meta-lastmodified-not-updated',
    title: 'Never changes meta.lastModified',
    links: reports('wso2/product-is#22244', 'wso2/product-is#5390'),
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const { meta, ...changed } = await good.update(call, model, id, change);
        const created = isObject(meta) ? (meta.created ?? null) : null;
        const resource = { ...changed, meta: { ...(isObject(meta) ? meta : {}), lastModified: created } };
        call.service.store.put(model.type.name, resource);
        return resource;
      },
    }),
  },
  {
    id: 'meta-missing-on-get-patch-put',
    title: 'Shows meta in the answer to POST only',
    links: reports('sourcegraph/sourcegraph-public-snapshot#48617', 'simpleidserver/SimpleIdServer#331'),
    alter: (good) => ({
      project: (found, selection, call) => {
        const resource = good.project(found, selection, call);
        return call.method === 'POST' && !isList(call) ? resource : without(resource, 'meta');
      },
    }),
  },
  {
    id: 'post-multivalued-without-value-poisons-list',
    title: 'Accepts e-mail addresses without a value, and fails with 500 whenever it has to show one',
    links: reports('gravitee-io/gravitee-access-management#8521'),
    alter: (good) => ({
      project: (found, selection, call) => {
        const { emails } = found.resource;
        const isPoisoned =
          Array.isArray(emails) && emails.some((email) => isObject(email) && email.value === undefined);
        return isPoisoned && call.method === 'GET'
          ? crash('cannot read toLowerCase of undefined')
          : good.project(found, selection, call);
      },
    }),
  },
  {
    id: 'list-one-bad-user-fails-all',
    title: 'Answers 500 to a whole list when one userName in it has other characters than it expects',
    links: reports(
      'Captain-P-Goldfish/SCIM-SDK#90',
      'Captain-P-Goldfish/SCIM-SDK#542',
      'wso2/product-is#5117',
      'rancher/rancher#52996',
      'BerriAI/litellm#17420',
    ),
    alter: (good) => ({
      listResponse: (page, query, call) =>
        page.items.some(({ resource }) => /[^\w.@+-]/.test(String(resource.userName ?? '')))
          ? crash('validation of the response failed')
          : good.listResponse(page, query, call),
    }),
  },
  {
    id: 'filter-special-char-list-500',
    title: 'Answers 500 to a list with a user who has a $ in his userName',
    links: reports(
      'wso2/product-is#6914',
      'wso2/product-is#6919',
      'GluuFederation/oxTrust#917',
      'wso2/carbon-kernel#306',
    ),
    alter: (good) => ({
      listResponse: (page, query, call) =>
        page.items.some(({ resource }) => String(resource.userName ?? '').includes('$'))
          ? crash('illegal group reference')
          : good.listResponse(page, query, call),
    }),
  },
];
