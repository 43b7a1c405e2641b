import { complex, dateTime, reference, text } from './define.ts';
import type { Attribute } from './schema.ts';

const ASSIGNED_BY_SERVER = { mutability: 'readOnly' } as const;

/**
 * The attributes every resource has without any schema listing them (RFC 7643 §3 and §3.1). Where a schema does list
 * one, these definitions take precedence.
 */
export const COMMON_ATTRIBUTES: readonly Attribute[] = [
  reference('schemas', 'URNs of the schemas whose attributes the resource may have.', ['uri'], {
    multiValued: true,
    required: true,
    returned: 'always',
  }),
  text('id', 'Identifier of the resource, issued by the service provider, never reused.', {
    required: true,
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  text('externalId', 'Identifier of the resource at the client.', { caseExact: true }),
  complex(
    'meta',
    'What the service provider notes about the resource.',
    [
      text('resourceType', 'Name of the resource type.', { caseExact: true, ...ASSIGNED_BY_SERVER }),
      dateTime('created', 'When the resource was created.', ASSIGNED_BY_SERVER),
      dateTime('lastModified', 'When the resource was changed last.', ASSIGNED_BY_SERVER),
      reference('location', 'URL of the resource.', ['uri'], ASSIGNED_BY_SERVER),
      text('version', 'The entity tag of this state of the resource.', { caseExact: true, ...ASSIGNED_BY_SERVER }),
    ],
    ASSIGNED_BY_SERVER,
  ),
];
