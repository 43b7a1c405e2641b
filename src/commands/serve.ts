import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base.ts';
import { serveFlags } from '../cli/flags.ts';

export class Serve extends BaseCommand {
  static override summary = 'Run the embedded service provider';
  static override description = [
    'It keeps everything in memory, does all that the RFCs describe, and can be told to be wrong in the ways that real servers are, or right in another way than ours.',
    '',
    'When it is ready it prints `listening on URL` on stdout; SIGTERM or Ctrl-C end it with status 0.',
  ].join('\n');
  static override args = {
    word: Args.string({
      description: 'With --list: name only those that have this word in id or title.',
      ignoreStdin: true,
    }),
  };
  static override flags = serveFlags;
  static override examples = [
    { description: 'A server to try things on', command: '<%= config.bin %> serve --token secret' },
    {
      description: 'One that compares user names with case in filters, on any free port',
      command: '<%= config.bin %> serve --port 0 --fault filter-username-case-sensitive',
    },
    {
      description: 'One that shows writes late and slows clients down',
      command: '<%= config.bin %> serve --lag 2s --rate 10/s',
    },
    { description: 'Which presets, variations and faults are there?', command: '<%= config.bin %> serve --list' },
    { description: 'Which have to do with PATCH?', command: '<%= config.bin %> serve --list patch' },
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Serve);
    const { listServer, serve } = await import('../cli/serve.ts');
    await (flags.list ? listServer(args.word) : serve(flags, args.word));
  }
}
