import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { jsonFlag, targetArgument } from '../cli/flags.ts';
import { simulateFlags } from '../cli/provision/flags.ts';

export class Simulate extends BaseCommand {
  static override summary = 'Let a made-up company live, and see whether a service provider keeps up with it';
  static override description = [
    'People join, move, are renamed, leave and come back, and departments are reorganised; one identity provider tells the target about it, day by day. Then everything is read back and compared with what was told, and each difference is shown with the exchange that caused it.',
    '',
    'What it creates stays on the target: use one that is for testing.',
    '',
    'Exit status: 0 no drift, 1 drift, or something was refused, 2 wrong usage, 3 could not tell, 130 interrupted.',
  ].join('\n');
  static override args = {
    idp: Args.string({
      description:
        'identity provider to be, with a mode after a colon (okta:oin), or the path of a dialect of your own',
      required: true,
      ignoreStdin: true,
    }),
    ...targetArgument,
  };
  static override flags = { ...simulateFlags, ...jsonFlag };
  static override examples = [
    { description: 'See it work, without a server', command: '<%= config.bin %> simulate okta demo' },
    {
      description: 'Half a year of a larger company, slowly',
      command:
        '<%= config.bin %> simulate entra https://example.com/scim/v2 --people 2000 --days 180 --seed 7 --rate 20/s',
    },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Simulate);
    const [{ readConfig }, { simulateCompany }] = await Promise.all([
      import('../cli/config.ts'),
      import('../cli/simulate.ts'),
    ]);
    const config = await readConfig(flags.config, process.cwd());
    process.exitCode = await simulateCompany(args.idp, args.target, flags, config);
  }
}
