import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { jsonFlag } from '../cli/flags.ts';
import { statusFlags } from '../cli/provision/flags.ts';

export class ProvisionStatus extends BaseCommand {
  static override summary = 'Show what a state file knows: links, failures, and what is pending';
  static override description = [
    'Asks the target nothing, and may be run beside an `apply` that goes on. Exit status: 0, or 2 when there is no such state file.',
  ].join('\n');
  static override args = {
    target: Args.string({
      description: 'The service provider; only needed to make sure that the state file is that of it.',
      ignoreStdin: true,
    }),
  };
  static override flags = { ...statusFlags, ...jsonFlag };
  static override examples = [
    {
      description: 'What is linked, what failed, what waits?',
      command: '<%= config.bin %> provision status --state okta.state',
    },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvisionStatus);
    const [{ readConfig }, { showStatus }] = await Promise.all([
      import('../cli/config.ts'),
      import('../cli/provision/status.ts'),
    ]);
    await showStatus(args.target, flags, await readConfig(flags.config, process.cwd()));
  }
}
