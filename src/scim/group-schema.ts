import { complexList, reference, text } from './define.ts';
import type { Schema } from './schema.ts';
import { GROUP_URN } from './urn.ts';

const IMMUTABLE = { mutability: 'immutable' } as const;

/** RFC 7643 §4.2 and §8.7.1, with errata 5368 (displayName is required) and 6011 (members have a display name). */
export const GROUP_SCHEMA: Schema = {
  id: GROUP_URN,
  name: 'Group',
  description: 'A set of users and of other groups.',
  attributes: [
    text('displayName', 'Name of the group.', { required: true }),
    complexList('members', 'Who is in the group. A member is added or removed, never changed.', [
      text('value', 'Identifier of the member.', IMMUTABLE),
      reference('$ref', 'URL of the member.', ['User', 'Group'], IMMUTABLE),
      text('type', 'Resource type of the member.', { ...IMMUTABLE, canonicalValues: ['User', 'Group'] }),
      text('display', 'Name of the member.', IMMUTABLE),
    ]),
  ],
};
