import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { configFlag, jsonFlag, selectionFlags, toggle } from '../cli/flags.ts';

export class Cases extends BaseCommand {
  static override summary = 'List the cases that a run would judge';
  static override description =
    'Selects as `test` does, so that it shows what a run would do; MAY and NONE stay out unless --level lets them in or an identity provider needs them.';
  static override args = {
    glob: Args.string({
      description: "Only these cases, for example 'patch/**'; the same as --only.",
      ignoreStdin: true,
    }),
  };
  static override flags = {
    ...selectionFlags,
    coverage: toggle('coverage', {
      summary: 'Instead: how many requirements of the RFCs, or of --profile, are judged, and why the others cannot be.',
    }),
    ...configFlag,
    ...jsonFlag,
  };
  static override examples = [
    { description: 'Everything about PATCH', command: "<%= config.bin %> cases 'patch/**'" },
    { description: 'What does Okta need?', command: '<%= config.bin %> cases --idp okta' },
    { description: 'Which requirements have a case?', command: '<%= config.bin %> cases --coverage' },
    {
      description: 'What does a profile ask, and how is it judged?',
      command: '<%= config.bin %> cases --coverage --profile interop',
    },
    { description: 'The catalogue, for programs', command: '<%= config.bin %> cases --level NONE --json' },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Cases);
    const { readConfig } = await import('../cli/config.ts');
    const { settings } = await readConfig(flags.config, process.cwd());
    if (flags.coverage === true) {
      const { showCoverage } = await import('../cli/coverage.ts');
      return showCoverage(args.glob, flags, settings);
    }
    const { listCases } = await import('../cli/cases.ts');
    return listCases(args.glob, flags, settings);
  }
}
