/** `provision grant` and `provision revoke`: one membership. */
import { grant, revoke } from '../../provision/grant.ts';
import { grantText } from '../../report/provision/grant.ts';
import type { Config } from '../config.ts';
import { onInterrupt } from '../interrupt.ts';
import { openTarget } from '../target.ts';
import { wantsColour, widthOf } from '../terminal.ts';
import { type OutputFlags, statusLineFor } from './cycle.ts';
import { choosePartners, type PartnerFlags } from './partners.ts';

export type GrantFlags = PartnerFlags & OutputFlags & { readonly state?: string | undefined };

/** The words of the command line. */
export interface GrantWords {
  readonly user: string;
  readonly group: string;
  readonly target?: string | undefined;
}

/** The one that gives single memberships. */
const USUAL = 'conductorone';

/**
 * Tells the outcome on stderr, or as JSON on stdout.
 * @returns the exit status
 * @throws UsageProblem, IdpProblem, ProvisionProblem
 */
export const changeMembership = async (
  action: 'grant' | 'revoke',
  { user, group, target: word }: GrantWords,
  flags: GrantFlags,
  config: Config,
): Promise<number> => {
  const { plan, dialect, mode, mapping } = await choosePartners(word, flags, config, USUAL);
  const target = await openTarget(plan, flags);
  const line = statusLineFor(flags);
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort());
  try {
    const document = await (action === 'grant' ? grant : revoke)({
      ...{ client: target.client, dialect, mode, user, group, signal: stop.signal },
      ...(flags.state !== undefined && { state: flags.state }),
      ...(mapping && { mapping }),
      onEvent(event) {
        if (event.type === 'notice') line.say(`! ${event.message}`);
        if (event.type === 'waiting') line.watch(() => `waiting ${Math.ceil(event.seconds)} s: ${event.because}`);
      },
    });
    line.end();
    const hint = document.outcome === 'failed' && target.hint !== undefined ? `  ${target.hint}\n` : '';
    if (flags.json === true) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    else {
      const colour = wantsColour(process.stderr, flags['no-color'] === true, process.env);
      process.stderr.write(grantText(document, { colour, columns: widthOf(process.stderr, process.env) }) + hint);
    }
    return stop.signal.aborted ? 130 : document.exitCode;
  } finally {
    line.end();
    release();
    await target.close();
  }
};
