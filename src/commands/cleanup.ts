import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { jsonFlag, stateFlag, targetFlags } from '../cli/flags.ts';

export class Cleanup extends BaseCommand {
  static override summary = 'Remove what earlier runs have left on a service provider';
  static override description =
    'Works from the journal that every run keeps, so it removes what scimulate created and nothing else. Exit status: 0 nothing is left, 1 something is, 3 could not tell.';
  static override args = {
    target: Args.string({
      description:
        'Base URL of the service provider, or a name from scimulate.config.yaml. SCIMULATE_TARGET is asked when it is missing.',
      ignoreStdin: true,
    }),
  };
  static override flags = { ...targetFlags, ...stateFlag, ...jsonFlag };
  static override examples = ['<%= config.bin %> cleanup https://example.com/scim/v2'];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Cleanup);
    const [{ readConfig }, { cleanUp }] = await Promise.all([import('../cli/config.ts'), import('../cli/cleanup.ts')]);
    process.exitCode = await cleanUp(args.target, flags, await readConfig(flags.config, process.cwd()));
  }
}
