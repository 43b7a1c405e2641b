/** Legal variations of PUT and PATCH. */

import { isDeepStrictEqual } from 'node:util';
import { keyIgnoringCase, resolve } from '../../scim/attribute.ts';
import { prepareCreate } from '../../scim/create.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { PatchLenience } from '../../scim/lenience.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { without } from '../faults/fault.ts';
import type { Variation } from './variation.ts';

const reading =
  (rules: Partial<PatchLenience>) =>
  (good: Behaviour): Partial<Behaviour> => ({
    lenience: (model, call) => ({ ...good.lenience(model, call), ...rules }),
  });

/** What a PUT says nothing of; null in the body says that there is nothing. */
const unmentioned = (current: JsonObject, body: Json | undefined): JsonObject =>
  isObject(body)
    ? Object.fromEntries(Object.entries(current).filter(([name]) => keyIgnoringCase(body, name) === undefined))
    : {};

export const CHANGE_VARIATIONS: readonly Variation[] = [
  {
    id: 'put-keeps-omitted',
    title: 'Keeps on a PUT what the body does not mention',
    allowedBy: ['RFC7644-3.5.1-04'],
    because: 'A server may clear what is left out, give it a default, or leave it.',
    alter: (good) => ({
      merge: (current, incoming, model, call) =>
        good.merge(current, { ...unmentioned(current, call.body), ...incoming }, model, call),
    }),
  },
  {
    id: 'put-activates',
    title: 'Takes a user for active whose PUT says nothing of it',
    allowedBy: ['RFC7644-3.5.1-04'],
    because: 'A server may give a default to what is left out.',
    alter: (good) => ({
      merge: (current, incoming, model, call) =>
        good.merge(current, model.type.name === 'User' ? { active: true, ...incoming } : incoming, model, call),
    }),
  },
  {
    id: 'put-of-another-id-refused',
    title: 'Refuses a PUT whose body has another id than the URL',
    allowedBy: ['RFC7644-3.5.1-07'],
    because: 'The text has readOnly values ignored, and an example of the RFC refuses them.',
    alter: (good) => ({
      replace(call, model, id) {
        const said = isObject(call.body) ? call.body.id : undefined;
        if (typeof said === 'string' && said !== id) throw refusal(400, "Attribute 'id' is readOnly.", 'mutability');
        return good.replace(call, model, id);
      },
    }),
  },
  {
    id: 'unchanged-patch-204',
    title: 'Answers a PATCH that changes nothing with 204, any other with 200',
    allowedBy: ['RFC7644-3.5.2-06', 'RFC7644-3.5.2.1-09'],
    because: 'A PATCH may be answered with the resource or with nothing.',
    alter: (good) => ({
      async modify(call, model, id) {
        const before = call.service.store.get(model.type.name, id);
        const answer = await good.modify(call, model, id);
        const isSame = before === call.service.store.get(model.type.name, id);
        return isSame && answer.status === 200 && !call.query.has('attributes') ? { status: 204 } : answer;
      },
    }),
  },
  {
    id: 'removing-nothing-refused',
    title: 'Answers noTarget when there is nothing to remove',
    allowedBy: ['RFC7644-3.5.2.2-10', 'RFC7644-3.5.2.2-11'],
    because: 'An example of the RFC has success, and Table 9 has noTarget for a filter without a match.',
    alter: (good) => ({
      applyOperation(resource, operation, model, call) {
        const after = good.applyOperation(resource, operation, model, call);
        if (operation.op === 'remove' && isDeepStrictEqual(after, resource))
          throw refusal(400, 'There is no such value.', 'noTarget');
        return after;
      },
    }),
  },
  {
    id: 'add-without-match-refused',
    title: 'Answers noTarget to an add whose filter finds nothing',
    allowedBy: ['RFC7644-3.5.2.1-16'],
    because: 'What such an add means is not said (erratum 8097).',
    alter: reading({ createOnAdd: false }),
  },
  {
    id: 'add-without-match-ignored',
    title: 'Does nothing and succeeds on an add whose filter finds nothing',
    allowedBy: ['RFC7644-3.5.2.1-16'],
    because: 'What such an add means is not said (erratum 8097).',
    alter: (good) => ({
      lenience: (model, call) => ({ ...good.lenience(model, call), createOnAdd: false }),
      applyOperation(resource, operation, model, call) {
        try {
          return good.applyOperation(resource, operation, model, call);
        } catch (problem) {
          const finds = operation.op !== 'add' || operation.path?.valueFilter === undefined;
          if (finds || !(problem instanceof Error) || !/filter/.test(problem.message)) throw problem;
          return resource;
        }
      },
    }),
  },
  {
    id: 'replace-without-match-creates',
    title: 'Makes the value that a replace does not find, as Entra hopes',
    allowedBy: ['RFC7644-3.5.2.3-11'],
    because: 'The RFC has noTarget, and the largest client relies on the value being made.',
    disputed: true,
    capabilities: { createOnReplace: true },
  },
  {
    id: 'listed-members-all-removed',
    title: 'Takes all members away when some are listed in a remove',
    allowedBy: ['RFC7644-3.5.2.2-14', 'RFC7644-3.5.2.2-03'],
    because: 'A remove has no value, so the path alone counts; Entra means the listed ones.',
    alter: reading({ removeListedValues: false }),
  },
  {
    id: 'read-only-in-values-refused',
    title: 'Refuses a PATCH without path whose value has a read-only attribute in it',
    allowedBy: ['RFC7644-3.5.2.3-16', 'RFC7644-3.5.2-18'],
    because: 'Read-only attributes must not be changed by PATCH, wherever they stand.',
    alter: reading({ ignoreReadOnly: false }),
  },
  {
    id: 'unknown-attributes-refused',
    title: 'Refuses bodies with attributes that no schema has',
    allowedBy: ['RFC7643-3.1-26'],
    because: 'Unknown attributes may be ignored or refused.',
    alter: (good) => ({
      ...reading({ ignoreUnknown: false })(good),
      prepare: (body, model, call) => {
        prepareCreate(body, model, { ...good.lenience(model, call), ignoreUnknown: false });
        return good.prepare(body, model, call);
      },
    }),
  },
  {
    id: 'nothing-beyond-the-letter',
    title: 'Takes no text for a boolean, no single value for a list, no text for a manager, no paths for names',
    allowedBy: ['RFC7643-2.3.2-02', 'RFC7644-3.5.2.1-13', 'INTEROP-ENTRA-04', 'INTEROP-ENTRA-08'],
    because: 'What identity providers send beyond the RFCs nobody has to understand.',
    alter: reading({
      stringBooleans: false,
      bareReferences: false,
      listForSingle: false,
      emptyTextClears: false,
      dottedKeys: false,
      urnKeys: false,
    }),
  },
  {
    id: 'op-in-lower-case-only',
    title: 'Knows add, remove and replace in lower case only',
    allowedBy: ['RFC7644-3.5.2-05'],
    because: 'Whether the case of op matters is not said.',
    disputed: true,
    alter: reading({ opInAnyCase: false }),
  },
  {
    id: 'complex-replaced-whole',
    title: 'Replaces a complex attribute as a whole',
    allowedBy: ['RFC7644-3.5.2.3-06'],
    because: 'RFC 7644 leaves the other sub-attributes unchanged, the interoperability draft does not.',
    disputed: true,
    alter: (good) => ({
      applyOperation(resource, operation, model, call) {
        const { op, path, value } = operation;
        if (op !== 'replace' || !isObject(value)) return good.applyOperation(resource, operation, model, call);
        const names = path === undefined ? Object.keys(value) : [path.attribute];
        const whole = names.filter((name) => {
          const place = path ?? { attribute: name };
          const found = name.includes(':') ? undefined : resolve(model, place);
          return (
            found?.kind === 'attribute' &&
            found.subAttribute === undefined &&
            found.extension === undefined &&
            found.attribute.type === 'complex' &&
            !found.attribute.multiValued &&
            found.attribute.mutability !== 'readOnly'
          );
        });
        const keys = whole.flatMap((name) => keyIgnoringCase(resource, name) ?? []);
        return good.applyOperation(without(resource, ...keys), operation, model, call);
      },
    }),
  },
];
