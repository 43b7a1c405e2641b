/** Slips against what the server has promised. Nobody has reported these; each is a plausible slip that some case must notice. */
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { type Fault, isGroup, isUser } from './fault.ts';

const ANNOUNCED = 10;

const limits = (document: JsonObject): JsonObject => ({
  ...document,
  filter: { ...(isObject(document.filter) && document.filter), maxResults: ANNOUNCED },
});

const addresses = ({ emails }: JsonObject): readonly Json[] =>
  asList(emails).flatMap((email) => (isObject(email) ? asList(email.value) : []));

/** No resource of these types has a value in common with a user. */
const alsoUnique =
  (concerns: (model: ResourceModel) => boolean, values: (resource: JsonObject) => readonly Json[]) =>
  (good: Behaviour): Partial<Behaviour> => ({
    checkUnique: (resource, model, call, self) => {
      good.checkUnique(resource, model, call, self);
      const others = [...call.service.store.list('User')].filter(({ id }) => id !== self);
      const taken = new Set(others.flatMap(values));
      if (concerns(model) && values(resource).some((value) => taken.has(value))) {
        throw refusal(409, 'A user has this value.', 'uniqueness');
      }
    },
  });

export const SLIPS_IN_PROMISES: readonly Fault[] = [
  {
    id: 'config-fewer-results-than-given',
    title: 'Says that an answer has ten resources at most, and gives more',
    links: [],
    alter: (good) => ({ serviceProviderConfig: (call) => limits(good.serviceProviderConfig(call)) }),
  },
  {
    id: 'email-addresses-unique',
    title: 'Refuses a user with an e-mail address that another has, whatever its schema says of uniqueness',
    links: [],
    alter: alsoUnique(isUser, addresses),
  },
  {
    id: 'group-names-taken-by-users',
    title: 'Refuses a group with the displayName of a user',
    links: [],
    alter: alsoUnique(isGroup, ({ displayName }) => asList(displayName)),
  },
];
