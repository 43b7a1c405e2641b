/** Errors in the words of the user: what happened, what to do, and the exit status it deserves. */

/** Something the user can put right: a flag, the config file, a suite file. Exit status 2. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
  readonly hint?: string;
  constructor(message: string, hint?: string) {
    super(message);
    if (hint !== undefined) this.hint = hint;
  }
}

/** The question could not be answered: a credential cannot be had, a report cannot be written. Exit status 3. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell';
  readonly hint?: string;
  constructor(message: string, hint?: string) {
    super(message);
    if (hint !== undefined) this.hint = hint;
  }
}

export interface Explanation {
  readonly name: string;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode: 2 | 3;
  /** For our own mistakes; shown with --verbose or DEBUG only. */
  readonly stack?: string;
}

/** Problems of the lower layers that are the user's to put right; known by name, so that help need not load those layers. */
const USAGE = new Set([
  'UsageProblem',
  'SelectionProblem',
  'OptionProblem',
  'SettingsProblem',
  'ConfigProblem',
  'IdpProblem',
  'DirectoryProblem',
  'ProvisionProblem',
]);

/** What oclif's parser throws, as far as it is of use here. */
interface ParserError {
  readonly flags?: readonly string[];
  readonly args?: readonly (string | { readonly name: string; readonly description?: string })[];
  readonly parse?: { readonly input?: { readonly flags?: Readonly<Record<string, unknown>> } };
}

/** Any thrown value as an explanation; what nobody foresaw is our mistake, never a verdict on the target. */
export const explain = (
  thrown: unknown,
  suggest: (word: string, words: readonly string[]) => string | undefined,
): Explanation => {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (USAGE.has(error.name)) return worded(error, 2);
  if (error.name === 'CannotTell' || error.name === 'SetupProblem') return worded(error, 3);
  if ('oclif' in error) return parserExplanation(error, suggest);
  return {
    name: 'Bug',
    message: `this is a mistake in scimulate, not in the target: ${error.message}`,
    hint: 'Run it again with DEBUG=scimulate for the stack, and please report it with the command you ran.',
    exitCode: 3,
    stack: error.stack ?? '',
  };
};

const worded = (error: Error & { readonly hint?: unknown }, exitCode: 2 | 3): Explanation => {
  const hint = typeof error.hint === 'string' ? error.hint : undefined;
  const message = hint === undefined ? error.message : error.message.replace(` ${hint}`, '');
  return { name: error.name, message: afterColon(message), exitCode, ...(hint !== undefined && { hint }) };
};

/** A sentence as it stands after `error:`, with a small letter, and without a full stop when it is the only one. */
const afterColon = (message: string): string => {
  const small = /^(?:The|There|No|Nothing|A|An|This) /.test(message)
    ? message.slice(0, 1).toLowerCase() + message.slice(1)
    : message;
  return /\. |\n/.test(small) ? small : small.replace(/\.$/, '');
};

const parserExplanation = (
  error: Error & ParserError,
  suggest: (word: string, words: readonly string[]) => string | undefined,
): Explanation => {
  const say = (message: string, hint = 'Add --help to see how it is used.'): Explanation => ({
    name: 'UsageProblem',
    message,
    hint,
    exitCode: 2,
  });
  const known = Object.keys(error.parse?.input?.flags ?? {}).map((flag) => `--${flag}`);
  switch (error.constructor.name) {
    case 'NonExistentFlagsError': {
      const [flag = ''] = error.flags ?? [];
      const word = flag.split('=')[0] ?? flag;
      return say(`there is no flag \`${word}\``, suggest(word, known));
    }
    case 'RequiredArgsError': {
      const missing = (error.args ?? []).map((arg) =>
        typeof arg === 'string' ? arg : `${arg.name.toUpperCase()} (${arg.description ?? ''})`,
      );
      return say(`missing ${missing.join(', ')}`);
    }
    case 'UnexpectedArgsError':
      return say(`did not expect \`${(error.args ?? []).join(' ')}\``);
    default:
      return say(error.message.replace(/\n?See more help with --help$/, '').replace(/^Parsing (--\S+) \n\t/, '$1: '));
  }
};
