import { BaseCommand } from '../cli/base.ts';
import { jsonFlag, targetArgument } from '../cli/flags.ts';
import { partnerFlags, pullFlags } from '../cli/provision/flags.ts';

export class ProvisionPull extends BaseCommand {
  static override summary = 'List the users and groups of a service provider, as an import shows them';
  static override description = [
    'Reads page by page and marks each New, or Imported when --state knows it; --adopt links the chosen ones, so that provisioning goes on with them. Nothing is written to the target.',
    '',
    'Exit status: 0 listed, 1 somebody was not adopted, 2 wrong usage or files, 3 could not tell.',
  ].join('\n');
  static override args = targetArgument;
  static override flags = { ...partnerFlags, ...pullFlags, ...jsonFlag };
  static override examples = [
    {
      description: 'Who is there that Okta would not know?',
      command: '<%= config.bin %> provision pull https://example.com/scim/v2 --idp okta --state okta.state --new',
    },
    {
      description: 'Take over everybody, recognised by the names in a directory',
      command: '<%= config.bin %> provision pull staging --idp okta --state okta.state --people people.csv --adopt all',
    },
    {
      description: 'Into a file that --people reads',
      command: '<%= config.bin %> provision pull demo --idp entra --output people.csv',
    },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvisionPull);
    const [{ readConfig }, { pullTarget }] = await Promise.all([
      import('../cli/config.ts'),
      import('../cli/provision/pull.ts'),
    ]);
    process.exitCode = await pullTarget(args.target, flags, await readConfig(flags.config, process.cwd()));
  }
}
