/** `--rejects FILE`: every row that cannot be used and every object that was refused, with the reason. */
import { openRejects } from '../../directory/rejects.ts';
import type { ProvisionEvent, Refusal } from '../../provision/events.ts';

export interface RejectsFile {
  on(event: ProvisionEvent): Promise<void> | undefined;
  close(): Promise<void>;
  discard(): Promise<void>;
}

/** @throws DirectoryProblem when it cannot be written */
export const openRejectsFile = async (path: string): Promise<RejectsFile> => {
  const writer = await openRejects(path);
  let open = true;
  return {
    on(event) {
      if (event.type === 'rejected') return writer.write(event.reject);
      if (event.type === 'refused') return writer.write(rejectOf(event.refusal));
      return undefined;
    },
    async close() {
      if (open) await writer.close();
      open = false;
    },
    async discard() {
      if (open) await writer.discard();
      open = false;
    },
  };
};

/** What stands in no file any more has no place. */
const rejectOf = ({ action, resource, id, name, reason, at }: Refusal) =>
  ({
    kind: resource === 'user' ? 'person' : 'group',
    reason: `${action}: ${reason}`,
    at: at ?? { file: '', line: 0 },
    row: `${id} ${name}`,
  }) as const;
