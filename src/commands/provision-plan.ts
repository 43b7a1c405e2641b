import { BaseCommand } from '../cli/base.ts';
import { jsonFlag, targetArgument } from '../cli/flags.ts';
import { cycleFlags, planFlags } from '../cli/provision/flags.ts';

export class ProvisionPlan extends BaseCommand {
  static override summary = 'Show what provisioning would change on a service provider, and why';
  static override description = [
    'Reads the directory, compares it with what was sent before, and sends nothing but reads. What it prints at its end begins exactly this plan.',
    '',
    'Exit status: 0 all applied, 1 some refused or stopped to ask, 2 wrong usage or files, 3 could not tell (no connection, credential refused), 130 interrupted.',
  ].join('\n');
  static override args = targetArgument;
  static override flags = { ...cycleFlags, ...planFlags, ...jsonFlag };
  static override examples = [
    {
      description: 'What would Okta send?',
      command:
        '<%= config.bin %> provision plan https://example.com/scim/v2 --idp okta --people people.csv --state okta.state',
    },
    {
      description: 'See it work, without a server',
      command:
        '<%= config.bin %> provision plan demo --idp entra --people people.csv --groups groups.csv --memberships memberships.csv',
    },
    {
      description: 'Where does each attribute come from?',
      command: '<%= config.bin %> provision plan demo --idp okta --people people.csv --explain ana@example.com',
    },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvisionPlan);
    const { readConfig } = await import('../cli/config.ts');
    const config = await readConfig(flags.config, process.cwd());
    if (flags.explain !== undefined) {
      const { explainPerson } = await import('../cli/provision/explain.ts');
      return explainPerson(flags.explain, args.target, flags, config);
    }
    const { runCycle } = await import('../cli/provision/cycle.ts');
    process.exitCode = await runCycle('plan', args.target, flags, config);
  }
}
