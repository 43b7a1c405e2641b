import { BaseCommand } from '../cli/base.ts';
import { jsonFlag, selectionFlags, targetArgument, targetFlags } from '../cli/flags.ts';

export class Probe extends BaseCommand {
  static override summary = 'Read what a service provider says about itself, and what follows from it';
  static override description =
    'Reads the discovery documents and asks for one user; creates nothing. Exit status: 0 answered, 3 could not tell.';
  static override args = targetArgument;
  static override flags = { ...targetFlags, idp: selectionFlags.idp, suite: selectionFlags.suite, ...jsonFlag };
  static override examples = [
    {
      description: 'What can this server do, and which cases does that leave out?',
      command: '<%= config.bin %> probe https://example.com/scim/v2',
    },
    { description: 'For programs', command: '<%= config.bin %> probe demo --json' },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Probe);
    const [{ readConfig }, { probeTarget }] = await Promise.all([
      import('../cli/config.ts'),
      import('../cli/probe.ts'),
    ]);
    await probeTarget(args.target, flags, await readConfig(flags.config, process.cwd()));
  }
}
