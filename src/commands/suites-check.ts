import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { jsonFlag } from '../cli/flags.ts';

export class SuitesCheck extends BaseCommand {
  static override summary = 'Check suite and dialect files of your own';
  static override description =
    'Prints every mistake with its line and what to do about it. Exit status: 0 no mistakes, 2 mistakes.';
  static override args = {
    path: Args.string({ description: 'files, or folders of them', required: true, multiple: true, ignoreStdin: true }),
  };
  static override flags = jsonFlag;
  static override examples = ['<%= config.bin %> suites check suites/our-idp our-cases.yaml'];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SuitesCheck);
    const { checkSuites } = await import('../cli/suites.ts');
    process.exitCode = await checkSuites(args.path, flags.json);
  }
}
