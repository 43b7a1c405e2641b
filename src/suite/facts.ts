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
  'discovery.ServiceProviderConfig',
  'discovery.Schemas',
  'discovery.ResourceTypes',
  'discovery.UserType',
];

export const isFact = (name: string): boolean => FACTS.includes(name) || /^resources\.\w+$/u.test(name);
