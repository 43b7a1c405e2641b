import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { demoFlags, reportFlags, runFlags, selectionFlags, targetFlags } from '../cli/flags.ts';

export class Test extends BaseCommand {
  static override summary = 'Judge a SCIM 2.0 service provider';
  static override description = [
    'Creates users and groups of its own on the target, judges every answer, and removes them again. It never touches a resource that it did not create.',
    '',
    'Exit status: 0 conforms, 1 does not conform, 2 wrong usage or files, 3 could not tell (no connection, credential refused), 130 interrupted.',
  ].join('\n');
  static override args = {
    target: Args.string({
      description:
        'Base URL of the service provider, a name from scimulate.config.yaml, or `demo` for the built-in one. SCIMULATE_TARGET is asked when it is missing.',
      ignoreStdin: true,
    }),
  };
  static override flags = { ...selectionFlags, ...targetFlags, ...demoFlags, ...runFlags, ...reportFlags };
  static override examples = [
    { description: 'See it work, without a server', command: '<%= config.bin %> test demo' },
    {
      description: 'See how a defect looks',
      command: '<%= config.bin %> test demo --fault filter-username-case-sensitive',
    },
    {
      description: 'See that no other way to be right is taken for a defect',
      command: '<%= config.bin %> test demo --variation patch-204 --variation extension-first',
    },
    {
      description: 'Everything the RFCs ask of a server, the token in SCIMULATE_TOKEN',
      command: '<%= config.bin %> test https://example.com/scim/v2',
    },
    {
      description: 'Will it work with Okta and Entra?',
      command: '<%= config.bin %> test https://example.com/scim/v2 --idp okta,entra',
    },
    {
      description: 'Does it keep to the interoperability profile? Judged instead of the RFCs, and apart from them',
      command: '<%= config.bin %> test https://example.com/scim/v2 --profile interop',
    },
    {
      description: 'One case, with every exchange',
      command: '<%= config.bin %> test demo --only patch/replace/no-path-attribute-case -v',
    },
    {
      description: 'In CI: a JUnit report, and the failures that are known',
      command: '<%= config.bin %> test staging --reporter junit:scim.xml --baseline scim-baseline.yaml',
    },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Test);
    const [{ readConfig }, { judge }] = await Promise.all([import('../cli/config.ts'), import('../cli/judge.ts')]);
    const config = await readConfig(flags.config, process.cwd());
    process.exitCode = await judge(args.target, flags, config, `scimulate ${this.config.version}`);
  }
}
