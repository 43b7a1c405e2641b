/** Which keys a `provisioning` section needs, and which need each other. */
import { keyPosition, type Problems } from './diagnostics.ts';
import { alternatives } from './habits.ts';
import { childOf, entryOf, type Source, textOf } from './source.ts';

/** `source` is the section as one mode has it. */
export const checkKeys = (source: Source, problems: Problems): void => {
  need(source, 'provisioning', ['mapping', 'retry'], problems);
  const users = childOf(source, 'users');
  const groups = childOf(source, 'groups');
  const grants = childOf(source, 'grants');
  const retry = childOf(source, 'retry');
  if (users !== undefined) checkUsers(users, problems);
  if (groups !== undefined) checkGroups(groups, users, problems);
  if (grants !== undefined) need(grants, 'grants', ['grant', 'revoke', 'read'], problems);
  if (retry !== undefined) need(retry, 'retry', ['statuses', 'attempts', 'wait', 'retry-after'], problems);
  const mapping = childOf(source, 'mapping');
  if (mapping === undefined || (groups === undefined && grants === undefined)) return;
  const member = childOf(mapping, 'member');
  need(mapping, 'mapping', ['member'], problems);
  if (member !== undefined) need(member, 'member', ['id'], problems);
};

const checkUsers = (users: Source, problems: Problems): void => {
  need(users, 'users', ['match', 'create', 'update', 'emptied', 'inactive', 'leavers'], problems);
  checkMatch(users, problems);
  const leavers = childOf(users, 'leavers');
  if (leavers !== undefined) need(leavers, 'leavers', ['action'], problems);
  const action = textOf(childOf(leavers, 'action'));
  if (action === 'deactivate' || action === 'delete') because(leavers, 'action', users, action, problems);
  because(leavers, 'delete-after', users, 'delete', problems);
  because(users, 'deactivate', users, 'reactivate', problems);
  because(users, 'reactivate', users, 'deactivate', problems);
};

const checkGroups = (groups: Source, users: Source | undefined, problems: Problems): void => {
  need(groups, 'groups', ['match', 'create', 'empty', 'update', 'membership', 'leavers'], problems);
  checkMatch(groups, problems);
  for (const one of alternatives(childOf(groups, 'membership'))) checkMembership(one, problems);
  for (const key of ['leavers', 'unbound']) {
    const end = childOf(groups, key);
    if (end === undefined) continue;
    need(end, key, ['group'], problems);
    if (textOf(childOf(end, 'group')) === 'delete') because(end, 'group', groups, 'delete', problems);
    if (textOf(childOf(end, 'members')) !== 'deactivate-unless-in-another-group') continue;
    because(end, 'members', users, 'deactivate', problems);
  }
};

const checkMatch = (owner: Source, problems: Problems): void => {
  const match = childOf(owner, 'match');
  if (match === undefined) return;
  need(match, 'match', ['when'], problems);
  const when = textOf(childOf(match, 'when'));
  if (when !== undefined && when !== 'never') because(match, 'when', match, 'by', problems);
};

const checkMembership = (membership: Source, problems: Problems): void => {
  need(membership, 'membership', ['style'], problems);
  const style = textOf(childOf(membership, 'style'));
  for (const key of style === 'full' ? ['replace'] : ['add', 'remove']) {
    if (style !== undefined) because(membership, 'style', membership, key, problems);
  }
  if (textOf(childOf(membership, 'compare')) === 'read') because(membership, 'compare', membership, 'read', problems);
};

const need = (source: Source, name: string, keys: readonly string[], problems: Problems): void => {
  const missing = keys.filter((key) => entryOf(source, key) === undefined).map((key) => `\`${key}\``);
  if (missing.length === 0) return;
  problems.error(source, `\`${name}\` needs the key${missing.length === 1 ? '' : 's'} ${missing.join(', ')}`);
};

/** What stands at `key` of `source` cannot be done without the operation at `wanted` of `owner`. */
const because = (
  source: Source | undefined,
  key: string,
  owner: Source | undefined,
  wanted: string,
  problems: Problems,
): void => {
  const entry = entryOf(source, key);
  if (entry === undefined || entryOf(owner, wanted) !== undefined) return;
  const what = textOf(entry.value);
  const said = what === undefined ? key : `${key}: ${what}`;
  problems.error(keyPosition(entry), `\`${said}\` needs \`${wanted}\`, an operation`);
};
