/** From the command line to a directory. */
import type { DirectoryOptions } from '../../directory/open.ts';
import type { Directory } from '../../directory/record.ts';
import type { Config } from '../config.ts';
import { UsageProblem } from '../problem.ts';
import { openSource } from '../target.ts';

export interface DirectoryFlags {
  readonly people?: string | undefined;
  readonly groups?: string | undefined;
  readonly memberships?: string | undefined;
  readonly 'people-token-file'?: string | undefined;
}

export interface OpenPeople {
  readonly directory: Directory;
  close(): Promise<void>;
}

/** @throws UsageProblem, DirectoryProblem */
export const openPeople = async (flags: DirectoryFlags, config: Config): Promise<OpenPeople> => {
  const { people, groups, memberships } = flags;
  if (people === undefined) {
    throw new UsageProblem(
      'whose accounts? No --people was given',
      'Give a CSV, NDJSON or JSON file with at least the columns id and userName, or the URL of another SCIM server.',
    );
  }
  const { openDirectory } = await import('../../directory/open.ts');
  const options: DirectoryOptions = {
    people,
    ...(groups !== undefined && { groups }),
    ...(memberships !== undefined && { memberships }),
  };
  if (!/^https?:\/\//i.test(people)) return { directory: await openDirectory(options), close: async () => {} };
  const client = await openSource(people, flags['people-token-file'], config);
  try {
    return { directory: await openDirectory({ ...options, client }), close: () => client.close() };
  } catch (error) {
    await client.close();
    throw withoutToken(error, flags) ?? error;
  }
};

/** Where the token goes, for whoever gave none: the one for the target is never sent there. */
const withoutToken = (error: unknown, flags: DirectoryFlags): UsageProblem | undefined => {
  const isGiven = flags['people-token-file'] !== undefined || process.env.SCIMULATE_PEOPLE_TOKEN;
  if (isGiven || !(error instanceof Error) || !/the server answered 401\b/.test(error.message)) return undefined;
  return new UsageProblem(
    error.message,
    'Put the token of the server that the people come from into SCIMULATE_PEOPLE_TOKEN, or into a file for --people-token-file.',
  );
};
