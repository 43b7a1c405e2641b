/** Slips in PATCH. Nobody has reported these; each is a plausible slip that some case must notice. */
import { coreAttributes, findExtension, keyIgnoringCase, resolve, sameName } from '../../scim/attribute.ts';
import { ScimError } from '../../scim/error.ts';
import type { Filter } from '../../scim/filter.ts';
import { asList, isObject, type Json, type JsonObject, withoutMember } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import { refusal } from '../errors.ts';
import { memberIds } from '../store.ts';
import { attributeAt, type Fault, isGroup, isUser, patching, targets, without } from './fault.ts';

const isPart = ({ path }: PatchOperation, model: ResourceModel): boolean =>
  path?.subAttribute !== undefined && path.valueFilter === undefined && resolve(model, path) !== undefined;

const firstTerm = (filter: Filter): Filter =>
  filter.type === 'and' || filter.type === 'or' ? firstTerm(filter.left) : filter;

/** Names in a value that are an attribute's name but for case. */
const misspelt = (value: Json | undefined, model: ResourceModel): string[] =>
  Object.keys(isObject(value) ? value : {}).filter((key) =>
    coreAttributes(model).some(({ name }) => sameName(name, key) && name !== key),
  );

export const SLIPS_IN_PATCH: readonly Fault[] = [
  {
    id: 'patch-add-overwrites-complex',
    title: 'Replaces a complex attribute when it should add to it',
    links: [],
    alter: patching(
      ({ op, path, value }, model) =>
        op === 'add' &&
        isUser(model) &&
        (path === undefined
          ? isObject(value) && isObject(value.name)
          : path.attribute === 'name' && path.subAttribute === undefined),
      (resource, operation, rightly) => rightly(withoutMember(resource, 'name'), operation),
    ),
  },
  {
    id: 'patch-add-single-object-overwrites',
    title: 'Replaces the values of a multi-valued attribute when it should add an object that is not in a list',
    links: [],
    alter: patching(
      (operation, model) =>
        operation.op === 'add' &&
        isObject(operation.value) &&
        operation.path?.valueFilter === undefined &&
        operation.path?.subAttribute === undefined &&
        attributeAt(operation, model)?.multiValued === true,
      (resource, operation, rightly) => rightly(resource, { ...operation, op: 'replace' }),
    ),
  },
  {
    id: 'patch-part-drops-siblings',
    title: 'Drops the other parts of a complex attribute when one of them is changed or removed',
    links: [],
    alter: patching(
      (operation, model) => isUser(model) && isPart(operation, model) && targets(operation, 'name'),
      (resource, operation, rightly) =>
        rightly(
          operation.op === 'remove' ? resource : withoutMember(resource, 'name'),
          operation.op === 'remove' ? { op: 'remove', path: { attribute: 'name' } } : operation,
        ),
    ),
  },
  {
    id: 'patch-two-primaries',
    title: 'Leaves the old primary value primary when another one becomes it',
    links: [],
    alter: patching(
      (operation) =>
        targets(operation, 'emails') && (operation.op === 'add' || operation.path?.subAttribute === 'primary'),
      (resource, operation, rightly) => {
        const next = rightly(resource, operation);
        const emails = asList(next.emails).map((email, index): Json => {
          const before = asList(resource.emails)[index];
          return isObject(email) && isObject(before) && before.primary === true ? { ...email, primary: true } : email;
        });
        return { ...next, emails };
      },
    ),
  },
  {
    id: 'patch-no-path-names-with-case',
    title: 'Ignores names in the value of an operation without path that are not spelled as in the schema',
    links: [],
    alter: patching(
      ({ path, value }, model) => path === undefined && misspelt(value, model).length > 0,
      (resource, operation, rightly, model) =>
        rightly(
          resource,
          isObject(operation.value)
            ? { ...operation, value: without(operation.value, ...misspelt(operation.value, model)) }
            : operation,
        ),
    ),
  },
  {
    id: 'patch-path-with-case',
    title: 'Refuses paths that are not spelled as in the schema',
    links: [],
    alter: patching(
      ({ path }, model) => path !== undefined && misspelt({ [path.attribute]: null }, model).length > 0,
      (_resource, { path }) => {
        throw refusal(400, `There is no attribute ${path?.attribute}.`, 'invalidPath');
      },
    ),
  },
  {
    id: 'patch-remove-no-match-removes-all',
    title: 'Removes all values when the value filter of a remove matches none',
    links: [],
    alter: patching(
      ({ op, path }, model) =>
        op === 'remove' && isUser(model) && path?.valueFilter !== undefined && path.subAttribute === undefined,
      (resource, operation, rightly, model) => {
        const next = rightly(resource, operation);
        const name = attributeAt(operation, model)?.name ?? '';
        return asList(next[name]).length === asList(resource[name]).length ? withoutMember(resource, name) : next;
      },
    ),
  },
  {
    id: 'patch-remove-part-drops-value',
    title: 'Removes the whole value when one sub-attribute of it should go',
    links: [],
    alter: patching(
      ({ op, path }) => op === 'remove' && path?.valueFilter !== undefined && path.subAttribute !== undefined,
      (resource, { path, ...operation }, rightly) => {
        const { subAttribute: _part, ...whole } = path ?? { attribute: '' };
        return rightly(resource, { ...operation, path: whole });
      },
    ),
  },
  {
    id: 'patch-last-value-kept',
    title: 'Keeps the last value of a multi-valued attribute when it is removed by a filter',
    links: [],
    alter: patching(
      ({ op, path }, model) =>
        op === 'remove' && isUser(model) && path?.valueFilter !== undefined && path.subAttribute === undefined,
      (resource, operation, rightly, model) => {
        const next = rightly(resource, operation);
        return asList(next[attributeAt(operation, model)?.name ?? '']).length === 0 ? resource : next;
      },
    ),
  },
  {
    id: 'patch-filter-first-term-only',
    title: 'Evaluates only the first comparison of a value filter',
    links: [],
    alter: patching(
      ({ path }) => path?.valueFilter !== undefined,
      (resource, { path, ...operation }, rightly) =>
        rightly(
          resource,
          path?.valueFilter ? { ...operation, path: { ...path, valueFilter: firstTerm(path.valueFilter) } } : operation,
        ),
    ),
  },
  {
    id: 'patch-replace-unassigned-400',
    title: 'Answers noTarget to the replace of an attribute without a value',
    links: [],
    alter: patching(
      ({ op, path }, model, resource) =>
        op === 'replace' &&
        path !== undefined &&
        path.urn === undefined &&
        path.valueFilter === undefined &&
        isUser(model) &&
        resource[path.attribute] === undefined,
      (_resource, { path }) => {
        throw refusal(400, `${path?.attribute} has no value.`, 'noTarget');
      },
    ),
  },
  {
    id: 'patch-no-match-ignored',
    title: 'Answers 200 to a replace whose value filter matches nothing, and changes nothing',
    links: [],
    alter: patching(
      ({ op, path }) => op === 'replace' && path?.valueFilter !== undefined,
      (resource, operation, rightly) => {
        try {
          return rightly(resource, operation);
        } catch (problem) {
          if (problem instanceof ScimError && problem.scimType === 'noTarget') {
            return resource;
          }
          throw problem;
        }
      },
    ),
  },
  {
    id: 'patch-filtered-object-replaces-all',
    title: 'Replaces all values of an attribute when a filtered one is replaced by an object',
    links: [],
    alter: patching(
      ({ op, path, value }) => op === 'replace' && path?.valueFilter !== undefined && isObject(value),
      (resource, { value, ...operation }, rightly, model) => {
        const next = rightly(resource, { ...operation, ...(value === undefined ? {} : { value }) });
        const name = attributeAt(operation, model)?.name ?? '';
        return { ...next, [name]: value === undefined ? [] : [value] };
      },
    ),
  },
  {
    id: 'patch-no-path-overwrites-extension',
    title: 'Replaces the whole extension when an operation without path names some of it',
    links: [],
    alter: patching(
      ({ path, value }, model) =>
        path === undefined &&
        isObject(value) &&
        Object.keys(value).some((key) => findExtension(model, key) !== undefined),
      (resource, operation, rightly, model) => {
        const named = model.extensions.filter(
          ({ id }) => isObject(operation.value) && keyIgnoringCase(operation.value, id) !== undefined,
        );
        return rightly(without(resource, ...named.map(({ id }) => id)), operation);
      },
    ),
  },
  {
    id: 'member-added-again-409',
    title: 'Refuses to add a member who is one already',
    links: [],
    alter: patching(
      (operation, model) => operation.op === 'add' && isGroup(model) && targets(operation, 'members'),
      (resource, operation, rightly) => {
        const present = memberIds(resource);
        if (memberIds({ members: [...asList(operation.value)] }).some((id) => present.includes(id))) {
          throw refusal(409, 'This user is a member already.', 'uniqueness');
        }
        return rightly(resource, operation);
      },
    ),
  },
  {
    id: 'manager-empty-text-refused',
    title: 'Refuses an empty text as the manager, instead of taking the manager away',
    links: [],
    alter: (good) => ({
      lenience: (model, call) => ({ ...good.lenience(model, call), emptyTextClears: false, bareReferences: false }),
    }),
  },
  {
    id: 'reactivation-ignored',
    title: 'Answers 200 to a PATCH that activates a deactivated user, and leaves him deactivated',
    links: [],
    alter: (good) => ({
      update: (call, model, id, change) =>
        good.update(call, model, id, (current) => {
          const next: JsonObject = change(current);
          return call.method === 'PATCH' && isUser(model) && current.active === false
            ? { ...next, active: false }
            : next;
        }),
    }),
  },
];
