/** The facts about a target that `when` may ask for. The run finds them out; a user's configuration may state them. */

/** With one dot each; `resources.` may be followed by any resource type. */
export const FACTS: readonly string[] = [
  'patch.supported',
  'bulk.supported',
  'bulk.maxOperations',
  'bulk.maxPayloadSize',
  'filter.supported',
  'filter.maxResults',
  'sort.supported',
  'etag.supported',
  'changePassword.supported',
  'pagination.cursor',
  'pagination.index',
  'pagination.indexByDefault',
  'events.asynchronous',
  'search.supported',
  'search.root',
  'me.supported',
  'auth.bearer',
  'resources.User',
  'resources.Group',
  'resources.EnterpriseUser',
  'schema.userNameCaseExact',
  'schema.userNameWritable',
  'schema.userGroups',
  'schema.groupNameRequired',
  'schema.memberReferences',
  'schema.membersShown',
  'schema.membersOnRequest',
  'schema.immutable',
  'schema.integers',
  'schema.certificates',
  'schema.extensionRequired',
  'schema.otherTypes',
  'discovery.ServiceProviderConfig',
  'discovery.Schemas',
  'discovery.ResourceTypes',
  'discovery.UserType',
];

/** Examples of what only this target's own schemas declare: `${target.own.immutable.path}`. */
export const EXAMPLES: readonly string[] = [
  'own.immutable.path',
  'own.immutable.one',
  'own.immutable.other',
  'own.integer.path',
  'own.integer.nine',
  'own.integer.ten',
  'own.type.endpoint',
  'own.type.schema',
  'own.type.name',
];

export const isFact = (name: string): boolean => FACTS.includes(name) || /^resources\.\w+$/u.test(name);
