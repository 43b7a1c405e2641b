import { type Command, CommandHelp, Help } from '@oclif/core';

const ORDER = ['USAGE', 'EXAMPLES', 'ARGUMENTS', 'FLAGS', 'DESCRIPTION'];

const place = (header: string): number => {
  const index = ORDER.indexOf(header);
  return index < 0 ? ORDER.length : index;
};

/** Examples first: they answer most of what help is asked for. What a flag does comes before its variable. */
class ScimulateCommandHelp extends CommandHelp {
  protected override sections(): ReturnType<CommandHelp['sections']> {
    return super.sections().toSorted((left, right) => place(left.header) - place(right.header));
  }

  protected override defaultUsage(): string {
    const words = Object.values(this.command.args).map(({ name, required, multiple }) => {
      const word = `${name.toUpperCase()}${multiple ? '...' : ''}`;
      return required ? word : `[${word}]`;
    });
    return [this.command.id, ...words, '[FLAGS]'].join(' ');
  }

  protected override flags(flags: Command.Flag.Any[]): [string, string | undefined][] | undefined {
    return super.flags(flags)?.map(([flag, text]) => [flag, text?.replace(/^(\[env: \w+\]) ([\s\S]*)$/, '$2 $1')]);
  }

  protected override description(): string | undefined {
    return this.command.description === undefined ? undefined : this.wrap(this.command.description);
  }
}

/** oclif's help with our order of sections and all commands on its first page; named in package.json. */
export class ScimulateHelp extends Help {
  protected override CommandHelpClass = ScimulateCommandHelp;

  protected override showRootHelp(): Promise<void> {
    this.log(`${this.formatRoot()}\n\n${this.formatCommands(this.sortedCommands)}\n`);
    this.log('Begin with `scimulate test demo`; `scimulate COMMAND --help` explains a command.');
    return Promise.resolve();
  }
}
