/** Something that happened in the company. */
export interface Happening {
  readonly kind:
    | 'joined'
    | 'left'
    /** The account of somebody who left is gone from the directory. */
    | 'removed'
    | 'returned'
    | 'moved'
    | 'promoted'
    | 'new-manager'
    | 'married'
    | 'new-head'
    | 'department-renamed'
    | 'departments-merged'
    | 'group-created'
    | 'group-renamed'
    | 'group-deleted'
    | 'members-changed';
  /** To whom or what, in a few words for people. */
  readonly about: string;
}
