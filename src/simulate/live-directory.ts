/** The company as the directory that an identity provider reads: always as it is now. */
import type { Directory, GroupRecord, MembershipRecord, PersonRecord } from '../directory/record.ts';
import type { Json } from '../scim/json.ts';
import type { Company, Person } from './company.ts';

/**
 * Each reading gives the company as it is when it begins, so it must not change while it is read. People who left are there
 * with `active: false` until their account is removed, and then are not. Beside the usual attributes there are
 * `employeeNumber`, `phone`, `locale`, `preferredLanguage`, `locality` and `country`.
 */
export const liveDirectory = (company: Company): Directory => {
  const file = `company of seed ${company.seed}`;
  return {
    async *people() {
      let line = 0;
      for (const person of company.people.values()) {
        line += 1;
        yield {
          kind: 'person',
          id: person.id,
          attributes: attributesOf(company, person),
          at: { file, line },
        } satisfies PersonRecord;
      }
    },
    async *groups() {
      let line = 0;
      for (const { id, displayName } of company.groups.values()) {
        line += 1;
        yield { kind: 'group', id, displayName, attributes: { displayName }, at: { file, line } } satisfies GroupRecord;
      }
    },
    async *memberships() {
      let line = 0;
      for (const { id, members } of company.groups.values()) {
        for (const member of members) {
          line += 1;
          yield { kind: 'membership', group: id, member, at: { file, line } } satisfies MembershipRecord;
        }
      }
    },
    hasGroups: true,
    hasMemberships: true,
    warnings: [],
    describe: () => `${file}, ${company.people.size} people and ${company.groups.size} groups`,
  };
};

const attributesOf = (company: Company, person: Person): Readonly<Record<string, Json>> => ({
  userName: person.userName,
  givenName: person.name.givenName,
  ...(person.name.familyName !== undefined && { familyName: person.name.familyName }),
  displayName: person.name.displayName,
  email: person.email,
  active: person.active,
  title: person.title,
  department: company.departments.get(person.department)?.name ?? '',
  ...(person.manager !== undefined && { manager: person.manager }),
  employeeNumber: person.id,
  phone: person.phone,
  locale: person.name.origin.locale,
  preferredLanguage: person.name.origin.locale,
  locality: person.name.origin.city,
  country: person.name.origin.country,
});
