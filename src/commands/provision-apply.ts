import { BaseCommand } from '../cli/base.ts';
import { jsonFlag, targetArgument } from '../cli/flags.ts';
import { applyFlags, cycleFlags } from '../cli/provision/flags.ts';

export class ProvisionApply extends BaseCommand {
  static override summary = 'Provision a directory to a service provider, as an identity provider would';
  static override description = [
    'Creates, adopts, updates and deactivates until the target is as the directory has it. It may be killed at any moment: the same command goes on where it ended, and nothing is lost or done twice.',
    '',
    'Exit status: 0 all applied, 1 some refused or stopped to ask, 2 wrong usage or files, 3 could not tell (no connection, credential refused), 130 interrupted.',
  ].join('\n');
  static override args = targetArgument;
  static override flags = { ...cycleFlags, ...applyFlags, ...jsonFlag };
  static override examples = [
    {
      description: 'Bring a target to where a directory is, as Okta would',
      command:
        '<%= config.bin %> provision apply https://example.com/scim/v2 --idp okta --people people.csv --state okta.state',
    },
    {
      description: 'With groups, fast, and with a file of what was refused',
      command:
        '<%= config.bin %> provision apply staging --idp entra --people people.csv --groups groups.csv --memberships memberships.csv --state entra.state --concurrency 16 --rejects rejects.csv',
    },
    {
      description: 'See it work, without a server',
      command: '<%= config.bin %> provision apply demo --idp authentik --people people.csv',
    },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvisionApply);
    const [{ readConfig }, { runCycle }] = await Promise.all([
      import('../cli/config.ts'),
      import('../cli/provision/cycle.ts'),
    ]);
    const config = await readConfig(flags.config, process.cwd());
    process.exitCode = await runCycle('apply', args.target, flags, config);
  }
}
