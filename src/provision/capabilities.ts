/** What an identity provider does by itself, read off its dialect, so that no list of ours can say anything else. Pure. */
import type { Dialect, Evidence, GroupHabits, Provisioning, UserHabits } from '../suite/model.ts';

/**
 * `adopt`: takes over what is there already. `list`: reads everything that is there, as for an import. `grant` and `revoke`:
 * one membership, outside of cycles.
 */
export type Doing =
  | 'create'
  | 'adopt'
  | 'update'
  | 'deactivate'
  | 'reactivate'
  | 'delete'
  | 'list'
  | 'add'
  | 'remove'
  | 'grant'
  | 'revoke';

export interface Capability {
  readonly resource: 'user' | 'group' | 'membership';
  readonly does: Doing;
  /** The operation of the dialect with which it does it first. */
  readonly operation: string;
  /** How well it is known how the request is written. */
  readonly evidence: Evidence;
}

/** One identity provider in `idps --json`. */
export interface IdpCapabilities {
  readonly idp: string;
  readonly title: string;
  readonly about?: string;
  /** What it promises, in its own words: the rows of the readiness report. */
  readonly features: Readonly<Record<string, string>>;
  readonly modes: readonly {
    readonly mode: string;
    readonly title: string;
    /** Empty when it cannot be run as an identity provider, but only judged for. */
    readonly capabilities: readonly Capability[];
  }[];
}

export const capabilitiesOf = (dialect: Dialect): IdpCapabilities => ({
  ...{ idp: dialect.name, title: dialect.title },
  ...(dialect.about !== undefined && { about: dialect.about }),
  features: dialect.features,
  modes: Object.entries(dialect.modes).map(([mode, { title }]) => ({
    ...{ mode, title },
    capabilities: deedsOf(dialect, dialect.provisioning?.[mode]).flatMap(([resource, does, operation]) => {
      const form = operation === undefined ? undefined : dialect.operations[operation]?.forms[mode];
      return operation === undefined || form === undefined
        ? []
        : [{ resource, does, operation, evidence: form.evidence }];
    }),
  })),
});

type Deed = readonly [resource: Capability['resource'], does: Doing, operation: string | undefined];

const deedsOf = (dialect: Dialect, habits: Provisioning | undefined): readonly Deed[] => [
  ...(habits?.users === undefined ? [] : userDeeds(dialect, habits.users)),
  ['user', 'list', habits?.import?.users],
  ...(habits?.groups === undefined ? [] : groupDeeds(habits.groups)),
  ['group', 'list', habits?.import?.groups],
  ['membership', 'grant', habits?.grants?.grant],
  ['membership', 'revoke', habits?.grants?.revoke],
];

const userDeeds = ({ operations }: Dialect, users: UserHabits): readonly Deed[] => {
  const update = users.update[0]?.operation;
  // Who has no word of its own for it says it with the other attributes.
  const saysActive = Object.hasOwn(operations[update ?? '']?.parameters ?? {}, 'active') ? update : undefined;
  const deletes = users.leavers.action === 'delete' || users.leavers.deleteAfter !== undefined;
  return [
    ['user', 'create', users.create[0]?.operation],
    ['user', 'adopt', users.match.when === 'never' ? undefined : users.match.operations[0]],
    ['user', 'update', update],
    ['user', 'deactivate', users.deactivate ?? saysActive],
    ['user', 'reactivate', users.reactivate ?? saysActive],
    ['user', 'delete', deletes ? users.delete : undefined],
  ];
};

const groupDeeds = (groups: GroupHabits): readonly Deed[] => {
  const [membership] = groups.membership;
  return [
    ['group', 'create', groups.create[0]?.operation],
    ['group', 'adopt', groups.match.when === 'never' ? undefined : groups.match.operations[0]],
    ['group', 'update', groups.update[0]?.operation],
    ['group', 'delete', groups.leavers.group === 'delete' ? groups.delete : undefined],
    ['membership', 'add', membership?.add ?? membership?.replace],
    ['membership', 'remove', membership?.remove ?? membership?.replace],
  ];
};
