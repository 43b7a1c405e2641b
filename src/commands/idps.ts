import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { configFlag, jsonFlag } from '../cli/flags.ts';

export class Idps extends BaseCommand {
  static override summary = 'List the identity providers, their modes, and what each does';
  static override description =
    'Read off the dialects. With --json also what each promises, with which operation it does something, and how well that is known.';
  static override args = {
    idp: Args.string({
      description: 'only this one: a name, or the path of a dialect of your own',
      ignoreStdin: true,
    }),
  };
  static override flags = { ...configFlag, ...jsonFlag };
  static override examples = [
    '<%= config.bin %> idps',
    { description: 'The capabilities of one, for programs', command: '<%= config.bin %> idps conductorone --json' },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Idps);
    const [{ readConfig }, { listIdps }] = await Promise.all([import('../cli/config.ts'), import('../cli/idps.ts')]);
    const { settings } = await readConfig(flags.config, process.cwd());
    await listIdps(args.idp, flags, settings);
  }
}
