import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { configFlag, jsonFlag, selectionFlags } from '../cli/flags.ts';

export class CasesShow extends BaseCommand {
  static override summary = 'Explain one case: what it asks, why, who needs it, and how it is judged';
  static override args = {
    id: Args.string({
      description: 'id of the case, as reports and `cases` print it',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = { suite: selectionFlags.suite, ...configFlag, ...jsonFlag };
  static override examples = ['<%= config.bin %> cases show patch/replace/no-path-attribute-case'];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(CasesShow);
    const [{ readConfig }, { showCase }] = await Promise.all([import('../cli/config.ts'), import('../cli/case.ts')]);
    const { settings } = await readConfig(flags.config, process.cwd());
    await showCase(args.id, flags, settings);
  }
}
