/** Faults in what a PATCH request as a whole may look like and does. */
import type { PatchLenience, PatchOperation } from '../../scim/patch.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { type Fault, isGroup, isUser, reports } from './fault.ts';

/** Is stricter, or laxer, with PATCH requests, or with all. */
const lenient =
  (change: Partial<PatchLenience>, { everywhere = false } = {}) =>
  (good: Behaviour): Partial<Behaviour> => ({
    lenience: (model, call) => ({
      ...good.lenience(model, call),
      ...(everywhere || call.method === 'PATCH' ? change : {}),
    }),
  });

/** Refuses operations of which this is true. */
const refusing =
  (isBad: (operation: PatchOperation) => boolean, scimType: string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    readPatch: (body, model, call) => {
      const operations = good.readPatch(body, model, call);
      if (operations.some(isBad)) {
        throw refusal(400, 'This operation is not supported.', scimType);
      }
      return operations;
    },
  });

export const PATCH_FAULTS: readonly Fault[] = [
  {
    id: 'patch-op-case-sensitive',
    title: 'Knows the op of a PATCH operation in lower case only',
    links: reports(
      'thomaspoignant/scim-patch#6',
      'Captain-P-Goldfish/scim-for-keycloak#5',
      'elimity-com/scim#79',
      'imulab/go-scim#46',
      'imulab/go-scim#54',
      'Azure/AzureAD-BYOA-Provisioning-Samples#24',
      'kortix-ai/suna#7297',
      'langwatch/langwatch#6972',
      'langwatch/langwatch#7121',
    ),
    alter: lenient({ opInAnyCase: false }),
  },
  {
    id: 'patch-active-string-boolean-rejected',
    title: 'Refuses "False" and "True" as values of a boolean in a PATCH',
    links: reports(
      'bytebase/bytebase#19073',
      'Captain-P-Goldfish/scim-for-keycloak#119',
      'scimmyjs/scimmy#51',
      'thomaspoignant/scim-patch#872',
      'getsentry/sentry#45091',
      'rancher/rancher#52996',
      'kortix-ai/suna#7297',
      'AzureAD/SCIMReferenceCode#21',
    ),
    alter: lenient({ stringBooleans: false }),
  },
  {
    id: 'patch-no-path-dotted-keys-ignored',
    title: 'Ignores keys such as name.givenName in the value of an operation without path',
    links: reports(
      'pond/scimitar#123',
      'pond/scimitar#69',
      'thomaspoignant/scim-patch#132',
      'thomaspoignant/scim-patch#133',
      'scimmyjs/scimmy#10',
      'scimmyjs/scimmy#11',
      'Captain-P-Goldfish/scim-for-keycloak#26',
    ),
    alter: lenient({ dottedKeys: false }),
  },
  {
    id: 'patch-no-path-extension-urn-keys-ignored',
    title: 'Ignores keys that are a URN with an attribute in the value of an operation without path',
    links: reports('Captain-P-Goldfish/scim-for-keycloak#26', 'Captain-P-Goldfish/SCIM-SDK#416'),
    alter: lenient({ urnKeys: false }),
  },
  {
    id: 'patch-valuepath-add-no-match-notarget',
    title: 'Answers noTarget to an add whose value filter matches nothing',
    links: reports(
      'Captain-P-Goldfish/scim-for-keycloak#73',
      'Captain-P-Goldfish/SCIM-SDK#416',
      'ssoready/ssoready#249',
      'wireapp/wire-server#5419',
    ),
    alter: lenient({ createOnAdd: false }),
  },
  {
    id: 'patch-valuepath-replace-no-match-adds',
    title: 'Adds an element when the value filter of a replace matches nothing',
    links: reports('simpleidserver/SimpleIdServer#58', 'thomaspoignant/scim-patch#74'),
    alter: lenient({ createOnReplace: true }),
  },
  {
    id: 'group-remove-member-by-value-array-wipes-all',
    title: 'Empties the group when a remove of members lists the members to remove in its value',
    links: reports(
      'AzureAD/SCIMReferenceCode#10',
      'apache/directory-scimple#436',
      'simpleidserver/SimpleIdServer#164',
      'kortix-ai/suna#7297',
      'MicrosoftDocs/azure-docs#30826',
      'segment-boneyard/segment-docs#6726',
      'MicrosoftDocs/entra-docs#949',
    ),
    alter: lenient({ removeListedValues: false }),
  },
  {
    id: 'group-okta-rename-replace-fails',
    title: 'Refuses a replace without path whose value holds the id of the group',
    links: reports('growthbook/growthbook#5457'),
    alter: lenient({ ignoreReadOnly: false }),
  },
  {
    id: 'patch-manager-string-rejected',
    title: 'Refuses a manager who is a plain string',
    links: reports(
      'Captain-P-Goldfish/SCIM-SDK#686',
      'apache/directory-scimple#1242',
      'apache/directory-scimple#1244',
      'MicrosoftDocs/azure-docs#69234',
      'MicrosoftDocs/azure-docs#73842',
      'pond/scimitar#48',
      'better-auth/better-auth#11169',
    ),
    alter: lenient({ bareReferences: false }, { everywhere: true }),
  },
  {
    id: 'patch-no-path-object-unsupported',
    title: 'Refuses operations without a path',
    links: reports(
      'ssoready/ssoready#206',
      'buildbuddy-io/buildbuddy#5701',
      'elimity-com/scim#73',
      'getsentry/sentry#27199',
    ),
    alter: refusing(({ path, op }) => path === undefined && op !== 'remove', 'invalidPath'),
  },
  {
    id: 'patch-remove-value-rejected',
    title: 'Refuses a remove that has a value',
    links: reports(
      'Captain-P-Goldfish/SCIM-SDK#167',
      'Captain-P-Goldfish/SCIM-SDK#149',
      'pingidentity/scim2#174',
      'pond/scimitar#43',
      'ssoready/ssoready#182',
    ),
    alter: refusing(({ op, value }) => op === 'remove' && value !== undefined, 'invalidValue'),
  },
  {
    id: 'patch-remove-filter-rejected-400',
    title: 'Refuses a remove with a value filter in its path',
    links: reports('elimity-com/scim#91', 'limosa-io/laravel-scim-server#119'),
    alter: refusing(({ op, path }) => op === 'remove' && path?.valueFilter !== undefined, 'invalidValue'),
  },
  {
    id: 'patch-extension-urn-path-rejected',
    title: 'Refuses paths that are qualified with a URN, because it splits them at the dot in 2.0',
    links: reports(
      'SAP-archive/scimono#44',
      'imulab/go-scim#72',
      'wso2/product-is#6015',
      'scimmyjs/scimmy#77',
      'FusionAuth/fusionauth-issues#2667',
      'wso2/product-is#11678',
    ),
    alter: refusing(({ path }) => path?.urn?.includes('.') === true, 'invalidPath'),
  },
  {
    id: 'patch-manager-value-subattr-rejected',
    title: 'Refuses the sub-attribute of an extension attribute as a path that is too deep',
    links: reports('wso2/product-is#11678'),
    alter: refusing(({ path }) => path?.urn !== undefined && path.subAttribute !== undefined, 'noTarget'),
  },
  {
    id: 'patch-valuepath-emails-type-unsupported',
    title: 'Refuses value filters in the paths of a user',
    links: reports(
      'Metatavu/keycloak-scim-server#40',
      'Metatavu/keycloak-scim-server#35',
      'Metatavu/keycloak-scim-server#85',
      'zitadel/zitadel#9690',
      'wireapp/wire-server#5419',
    ),
    alter: (good) => ({
      readPatch: (body, model, call) => {
        const operations = good.readPatch(body, model, call);
        if (isUser(model) && operations.some(({ path }) => path?.valueFilter !== undefined)) {
          throw refusal(400, 'The path is not supported.', 'invalidPath');
        }
        return operations;
      },
    }),
  },
  {
    id: 'group-patch-replace-unsupported',
    title: 'Refuses every replace on a group',
    links: reports(
      'indigo-iam/iam#934',
      'mitodl/keycloak-scim#73',
      'rancher/rancher#54023',
      'openstack-experimental/keystone#929',
    ),
    alter: (good) => ({
      readPatch: (body, model, call) => {
        const operations = good.readPatch(body, model, call);
        if (isGroup(model) && operations.some(({ op }) => op === 'replace')) {
          throw refusal(501, 'The replace operation is not supported.');
        }
        return operations;
      },
    }),
  },
];
