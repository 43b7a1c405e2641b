/** Which keys a `provisioning` section needs, and which need each other. */
import { keyPosition, type Problems } from './diagnostics.ts';
import { alternatives } from './habits.ts';
import type { Position } from './model.ts';
import { childOf, entryOf, positionOf, type Source, textOf } from './source.ts';

/** `source` is the section as one mode has it, `at` the place where it begins. */
export const checkKeys = (source: Source, at: Position, problems: Problems): void => {
  needKeys(source, at, 'provisioning', ['mapping', 'retry'], problems);
  const users = childOf(source, 'users');
  const groups = childOf(source, 'groups');
  if (users !== undefined) checkUsers(source, users, problems);
  if (groups !== undefined) checkGroups(source, groups, users, problems);
  need(source, 'grants', ['grant', 'revoke', 'read'], problems);
  need(source, 'retry', ['statuses', 'attempts', 'wait', 'retry-after'], problems);
  if (groups === undefined && childOf(source, 'grants') === undefined) return;
  need(source, 'mapping', ['member'], problems);
  need(childOf(source, 'mapping'), 'member', ['id'], problems);
};

const checkUsers = (section: Source, users: Source, problems: Problems): void => {
  need(section, 'users', ['match', 'create', 'update', 'emptied', 'inactive', 'leavers'], problems);
  checkMatch(users, problems);
  need(users, 'leavers', ['action'], problems);
  const leavers = childOf(users, 'leavers');
  const action = textOf(childOf(leavers, 'action'));
  if (action === 'deactivate' || action === 'delete') because(leavers, 'action', users, action, problems);
  because(leavers, 'delete-after', users, 'delete', problems);
  because(users, 'deactivate', users, 'reactivate', problems);
  because(users, 'reactivate', users, 'deactivate', problems);
};

const checkGroups = (section: Source, groups: Source, users: Source | undefined, problems: Problems): void => {
  need(section, 'groups', ['match', 'create', 'empty', 'update', 'membership', 'leavers'], problems);
  checkMatch(groups, problems);
  for (const one of alternatives(childOf(groups, 'membership'))) checkMembership(one, problems);
  for (const key of ['leavers', 'unbound']) {
    need(groups, key, ['group'], problems);
    const end = childOf(groups, key);
    if (textOf(childOf(end, 'group')) === 'delete') because(end, 'group', groups, 'delete', problems);
    if (textOf(childOf(end, 'members')) !== 'deactivate-unless-in-another-group') continue;
    because(end, 'members', users, 'deactivate', problems);
  }
};

const checkMatch = (owner: Source, problems: Problems): void => {
  need(owner, 'match', ['when'], problems);
  const match = childOf(owner, 'match');
  const when = textOf(childOf(match, 'when'));
  if (when !== undefined && when !== 'never') because(match, 'when', match, 'by', problems);
};

const checkMembership = (membership: Source, problems: Problems): void => {
  needKeys(membership, positionOf(membership), 'membership', ['style'], problems);
  const style = textOf(childOf(membership, 'style'));
  for (const key of style === 'full' ? ['replace'] : ['add', 'remove']) {
    if (style !== undefined) because(membership, 'style', membership, key, problems);
  }
  if (textOf(childOf(membership, 'compare')) === 'read') because(membership, 'compare', membership, 'read', problems);
};

/** What stands at `name` of `owner`, when something does, has all these keys. */
const need = (owner: Source | undefined, name: string, keys: readonly string[], problems: Problems): void => {
  const entry = entryOf(owner, name);
  if (entry !== undefined) needKeys(entry.value, keyPosition(entry), name, keys, problems);
};

const needKeys = (source: Source, at: Position, name: string, keys: readonly string[], problems: Problems): void => {
  const missing = keys.filter((key) => entryOf(source, key) === undefined).map((key) => `\`${key}\``);
  if (missing.length === 0) return;
  problems.error(at, `\`${name}\` needs the key${missing.length === 1 ? '' : 's'} ${missing.join(', ')}`);
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
