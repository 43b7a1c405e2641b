import { BaseCommand } from '../cli/base.ts';
import { jsonFlag } from '../cli/flags.ts';
import { grantFlags, membershipArguments } from '../cli/provision/flags.ts';

export class ProvisionRevoke extends BaseCommand {
  static override summary = 'Take one user out of one group';
  static override description = [
    'Touches no other member; revoking again changes nothing. A group whose members the target computes by itself is refused before anything is written.',
    '',
    'Exit status: 0 it is so now, 1 refused, 2 wrong usage, 3 could not tell.',
  ].join('\n');
  static override args = membershipArguments;
  static override flags = { ...grantFlags, ...jsonFlag };
  static override examples = [
    {
      description: 'Ana leaves Engineering, the outcome as JSON',
      command: '<%= config.bin %> provision revoke ana@example.com Engineering https://example.com/scim/v2 --json',
    },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ProvisionRevoke);
    const [{ readConfig }, { changeMembership }] = await Promise.all([
      import('../cli/config.ts'),
      import('../cli/provision/grant.ts'),
    ]);
    const config = await readConfig(flags.config, process.cwd());
    process.exitCode = await changeMembership('revoke', args, flags, config);
  }
}
