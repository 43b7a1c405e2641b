import { complex, complexList, define, flag, labels, reference, text } from './define.ts';
import type { Schema } from './schema.ts';
import { ENTERPRISE_USER_URN, USER_URN } from './urn.ts';

const READ_ONLY = { mutability: 'readOnly' } as const;

/** RFC 7643 §4.1 and §8.7.1, with errata 6004 (no uniqueness on complex attributes) and 8471 (groups refer to groups). */
export const USER_SCHEMA: Schema = {
  id: USER_URN,
  name: 'User',
  description: 'A person or another account holder.',
  attributes: [
    text('userName', 'The name the user signs in with; unique without regard to case.', {
      required: true,
      uniqueness: 'server',
    }),
    complex('name', 'The parts of the real name.', [
      text('formatted', 'The whole name as it is written.'),
      text('familyName', 'Last name.'),
      text('givenName', 'First name.'),
      text('middleName', 'Middle names.'),
      text('honorificPrefix', 'Title before the name, such as Dr.'),
      text('honorificSuffix', 'Suffix after the name, such as III.'),
    ]),
    text('displayName', 'The name shown to other people.'),
    text('nickName', 'What friends call the user.'),
    reference('profileUrl', 'A page about the user.', ['external']),
    text('title', 'Job title.'),
    text('userType', 'Relation to the organisation, such as Contractor.'),
    text('preferredLanguage', 'Languages in the form of an Accept-Language header.'),
    text('locale', 'Language tag for the formatting of dates, numbers and money.'),
    text('timezone', 'Time zone by its IANA name.'),
    flag('active', 'Whether the account can be used.'),
    text('password', 'Clear text password; accepted, never shown.', { mutability: 'writeOnly', returned: 'never' }),
    complexList('emails', 'E-mail addresses.', [text('value', 'The address.'), ...labels(['work', 'home', 'other'])]),
    complexList('phoneNumbers', 'Telephone numbers.', [
      text('value', 'The number.'),
      ...labels(['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    ]),
    complexList('ims', 'Instant messaging addresses.', [
      text('value', 'The address.'),
      ...labels(['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
    ]),
    complexList('photos', 'Pictures of the user.', [
      reference('value', 'URL of an image.', ['external']),
      ...labels(['photo', 'thumbnail']),
    ]),
    complexList('addresses', 'Postal addresses.', [
      text('formatted', 'The whole address as it stands on a letter.'),
      text('streetAddress', 'Street, house number, box.'),
      text('locality', 'City.'),
      text('region', 'State or region.'),
      text('postalCode', 'Postal code.'),
      text('country', 'Two-letter country code of ISO 3166-1.'),
      text('type', 'What this address is used for.', { canonicalValues: ['work', 'home', 'other'] }),
      // Missing in the RFC's JSON, but part of its examples and of §2.4, and sent by Entra.
      flag('primary', 'Whether this is the preferred address; true for one address at most.'),
    ]),
    complexList(
      'groups',
      'The groups the user belongs to, directly or through other groups.',
      [
        text('value', 'Identifier of the group.', READ_ONLY),
        reference('$ref', 'URL of the group.', ['Group'], READ_ONLY),
        text('display', 'Name of the group.', READ_ONLY),
        text('type', 'How the user came into the group.', { ...READ_ONLY, canonicalValues: ['direct', 'indirect'] }),
      ],
      READ_ONLY,
    ),
    complexList('entitlements', 'What the user may have.', [text('value', 'The entitlement.'), ...labels()]),
    complexList('roles', 'What the user is there for.', [text('value', 'The role.'), ...labels()]),
    complexList('x509Certificates', 'Certificates issued to the user.', [
      define('value', 'binary', 'One DER-encoded certificate.'),
      ...labels(),
    ]),
  ],
};

/** RFC 7643 §4.3 and §8.7.1, with erratum 8472 (manager.value is exact). */
export const ENTERPRISE_USER_SCHEMA: Schema = {
  id: ENTERPRISE_USER_URN,
  name: 'EnterpriseUser',
  description: 'What an employer notes about a user.',
  attributes: [
    text('employeeNumber', 'Number or code of the employee.'),
    text('costCenter', 'Name of the cost center.'),
    text('organization', 'Name of the organisation.'),
    text('division', 'Name of the division.'),
    text('department', 'Name of the department.'),
    complex('manager', 'The user whom this user reports to.', [
      text('value', 'Identifier of the manager.', { caseExact: true }),
      reference('$ref', 'URL of the manager.', ['User']),
      text('displayName', 'Name of the manager.', READ_ONLY),
    ]),
  ],
};
