import { Command } from '@oclif/core';
import { report } from './complaint.ts';
import { commonFlags } from './flags.ts';

/**
 * What all commands share: the global flags, and one place where errors become a message and an exit status.
 * `process.exit` is never called: it would cut short what is still being written to a pipe.
 */
export abstract class BaseCommand extends Command {
  static override baseFlags = commonFlags;

  protected override catch(error: Error): Promise<void> {
    report(error, { json: this.wantsJson(), verbose: this.argv.some((word) => word === '-v' || word === '--verbose') });
    return Promise.resolve();
  }

  /** Asked before the flags are parsed, too: a usage error must come in the form that was asked for. */
  private wantsJson(): boolean {
    const end = this.argv.indexOf('--');
    return (end < 0 ? this.argv : this.argv.slice(0, end)).includes('--json');
  }
}
