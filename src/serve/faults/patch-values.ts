/** Faults in what single PATCH operations do to a resource. */
import { findExtension, resolve } from '../../scim/attribute.ts';
import { ScimError } from '../../scim/error.ts';
import { asList, isObject, type Json, type JsonObject, withMember, withoutMember } from '../../scim/json.ts';
import { applyPatch } from '../../scim/patch.ts';
import { refusal } from '../errors.ts';
import { attributeAt, crash, type Fault, isUser, reports, targets, without } from './fault.ts';

export const PATCH_VALUE_FAULTS: readonly Fault[] = [
  {
    id: 'patch-mutability-not-enforced',
    title: 'Lets a PATCH write readOnly attributes, meta.created among them',
    links: reports(
      'keycloak/keycloak#51155',
      'wso2/product-is#13766',
      'simpleidserver/SimpleIdServer#844',
      'wso2/product-is#12910',
    ),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        try {
          return good.applyOperation(resource, operation, model, call);
        } catch (problem) {
          const { path, value = null } = operation;
          if (
            !(problem instanceof ScimError) ||
            problem.scimType !== 'mutability' ||
            path === undefined ||
            operation.op === 'remove'
          ) {
            throw problem;
          }
          const whole = resource[path.attribute];
          const written =
            path.subAttribute === undefined ? value : { ...(isObject(whole) ? whole : {}), [path.subAttribute]: value };
          return withMember(resource, path.attribute, written);
        }
      },
    }),
  },
  {
    id: 'patch-remove-required-attr-accepted',
    title: 'Removes required attributes',
    links: reports('keycloak/keycloak#52208', 'keycloak/keycloak#52224'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const attribute = attributeAt(operation, model);
        return operation.op === 'remove' &&
          attribute?.required &&
          attribute.name !== 'id' &&
          attribute.name !== 'schemas'
          ? withoutMember(resource, attribute.name)
          : good.applyOperation(resource, operation, model, call);
      },
    }),
  },
  {
    id: 'patch-name-partial-replace-drops-siblings',
    title: 'Drops the other parts of a name when a replace gives some of them',
    links: reports('simpleidserver/SimpleIdServer#690', 'Metatavu/keycloak-scim-server#106'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const { op, path, value } = operation;
        const isWhole = targets(operation, 'name')
          ? path?.subAttribute === undefined
          : path === undefined && isObject(value) && isObject(value.name);
        return good.applyOperation(
          op === 'replace' && isWhole ? withoutMember(resource, 'name') : resource,
          operation,
          model,
          call,
        );
      },
    }),
  },
  {
    id: 'patch-displayname-array-required',
    title: 'Wants the value of displayName in a list of objects',
    links: reports('Azure/AzureAD-BYOA-Provisioning-Samples#22', 'MicrosoftDocs/azure-docs#42220'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        if (
          isUser(model) &&
          targets(operation, 'displayName') &&
          operation.op !== 'remove' &&
          !Array.isArray(operation.value)
        ) {
          throw refusal(400, 'The value must be a list.', 'invalidValue');
        }
        return good.applyOperation(resource, operation, model, call);
      },
    }),
  },
  {
    id: 'patch-manager-filter-on-singlevalued',
    title: 'Fails with 500 on a value filter behind a single-valued attribute',
    links: reports('thomaspoignant/scim-patch#453', 'pingidentity/scim2#68'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) =>
        operation.path?.valueFilter && attributeAt(operation, model)?.multiValued === false
          ? crash('impossible to search a single-valued attribute')
          : good.applyOperation(resource, operation, model, call),
    }),
  },
  {
    id: 'patch-whole-extension-replace-npe',
    title: 'Fails with 500 on a path that is the URN of a whole extension',
    links: reports('apache/directory-scimple#695'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) =>
        operation.path && resolve(model, operation.path)?.kind === 'extension'
          ? crash('no attribute behind the URN')
          : good.applyOperation(resource, operation, model, call),
    }),
  },
  {
    id: 'patch-add-email-demotes-primary',
    title: 'Makes an added e-mail address the primary one',
    links: reports('simstudioai/sim#7567'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const next = good.applyOperation(resource, operation, model, call);
        const emails = asList(next.emails).filter(isObject);
        return operation.op === 'add' && targets(operation, 'emails') && operation.path?.valueFilter === undefined
          ? {
              ...next,
              emails: emails.map((email, index): Json => ({ ...email, primary: index === emails.length - 1 })),
            }
          : next;
      },
    }),
  },
  {
    id: 'patch-add-multivalued-overwrites',
    title: 'Replaces the values of a multi-valued attribute of a user when it should add to them',
    links: reports('wso2/product-is#11678'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const { op, path } = operation;
        const isWhole = path !== undefined && path.valueFilter === undefined && path.subAttribute === undefined;
        const overwrites = op === 'add' && isWhole && isUser(model) && attributeAt(operation, model)?.multiValued;
        return good.applyOperation(resource, overwrites ? { ...operation, op: 'replace' } : operation, model, call);
      },
    }),
  },
  {
    id: 'patch-extension-stored-under-wrong-key',
    title: 'Stores attributes of an extension under a part of its URN',
    links: reports('pingidentity/scim2#104'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const { path, op, value } = operation;
        const extension = path?.urn === undefined ? undefined : findExtension(model, path.urn);
        if (path === undefined || extension === undefined || op === 'remove') {
          return good.applyOperation(resource, operation, model, call);
        }
        const at = extension.id.lastIndexOf(':');
        const inner: JsonObject = { [path.attribute]: value ?? null };
        return { ...resource, [extension.id.slice(0, at)]: { [extension.id.slice(at + 1)]: inner } };
      },
    }),
  },
  {
    id: 'patch-filtered-op-first-match-only',
    title: 'Changes only the first element that a value filter matches',
    links: reports('thomaspoignant/scim-patch#560'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const next = good.applyOperation(resource, operation, model, call);
        const name = attributeAt(operation, model)?.name ?? '';
        const [before, after] = [asList(resource[name]), asList(next[name])];
        if (operation.path?.valueFilter === undefined || before.length !== after.length) {
          return next;
        }
        const first = after.findIndex((element, index) => JSON.stringify(element) !== JSON.stringify(before[index]));
        return {
          ...next,
          [name]: before.map((element, index) => (index === first ? (after[index] ?? null) : element)),
        };
      },
    }),
  },
  {
    id: 'patch-no-path-dotted-flattened',
    title: 'Stores a value for name.givenName as a top-level attribute givenName',
    links: reports('simpleidserver/SimpleIdServer#494'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const { path, value } = operation;
        const keys =
          path === undefined && isObject(value)
            ? Object.keys(value).filter((key) => /^[a-z]+\.[a-z]+$/i.test(key))
            : [];
        if (!isObject(value) || keys.length === 0) {
          return good.applyOperation(resource, operation, model, call);
        }
        const flat = keys.map((key) => [key.split('.')[1] ?? key, value[key] ?? null] as const);
        const next = good.applyOperation(resource, { ...operation, value: without(value, ...keys) }, model, call);
        return { ...next, ...Object.fromEntries(flat) };
      },
    }),
  },
  {
    id: 'patch-pollutes-complex-attributes',
    title: 'Writes a changed active into the name as well',
    links: reports('simpleidserver/SimpleIdServer#595'),
    alter: (good) => ({
      update: (call, model, id, change) =>
        good.update(call, model, id, (current) => {
          const next = change(current);
          return isUser(model) && call.method === 'PATCH' && next.active !== current.active && isObject(next.name)
            ? { ...next, name: { ...next.name, active: next.active ?? null } }
            : next;
        }),
    }),
  },
  {
    id: 'patch-second-phone-type-null-deref',
    title: 'Fails with 500 when an add is meant for an element that is not there beside others that are',
    links: reports('AzureAD/SCIMReferenceCode#48'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const name = attributeAt(operation, model)?.name ?? '';
        if (operation.op === 'add' && operation.path?.valueFilter && asList(resource[name]).length > 0) {
          try {
            applyPatch(resource, [operation], model, { createOnAdd: false });
          } catch (problem) {
            return problem instanceof ScimError && problem.scimType === 'noTarget'
              ? crash('null reference')
              : crash(String(problem));
          }
        }
        return good.applyOperation(resource, operation, model, call);
      },
    }),
  },
  {
    id: 'patch-valuepath-add-multiple-subattrs-duplicates',
    title: 'Makes a new element for every add with a value filter, also when one matches',
    links: reports('Captain-P-Goldfish/SCIM-SDK#680'),
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const name = attributeAt(operation, model)?.name ?? '';
        if (operation.op !== 'add' || operation.path?.valueFilter === undefined) {
          return good.applyOperation(resource, operation, model, call);
        }
        const fresh = good.applyOperation(withoutMember(resource, name), operation, model, call);
        return { ...fresh, [name]: [...asList(resource[name]), ...asList(fresh[name])] };
      },
    }),
  },
];
