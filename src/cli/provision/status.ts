/** `provision status`: what a state file knows. */
import type { StatusDocument } from '../../provision/events.ts';
import { status } from '../../provision/status.ts';
import { statusText } from '../../report/provision/status.ts';
import type { Config } from '../config.ts';
import { UsageProblem } from '../problem.ts';
import { planTarget } from '../target.ts';
import { wantsColour, widthOf } from '../terminal.ts';
import type { OutputFlags } from './cycle.ts';
import { chooseProvider, type PartnerFlags, targetWord } from './partners.ts';

export type StatusFlags = PartnerFlags & OutputFlags & { readonly state?: string | undefined };

/** Listed with -v and in JSON. */
const MOST = 10_000;

/** Prints on stdout. @throws UsageProblem, ProvisionProblem */
export const showStatus = async (word: string | undefined, flags: StatusFlags, config: Config): Promise<void> => {
  if (flags.state === undefined) {
    throw new UsageProblem('the status of what? No --state was given', 'Give the state file of earlier runs.');
  }
  const document = status({ state: flags.state, ...((flags.json || flags.verbose) && { limit: MOST }) });
  const named = targetWord(word, flags.target);
  const target = named === undefined ? undefined : planTarget(named, config);
  const provider = await chooseProvider(flags.idp ?? document.idp, target?.settings ?? config.settings).catch(
    (error: Error) => {
      // A dialect of the user's own, which cannot be found by its name.
      if (flags.idp !== undefined) throw error;
      return undefined;
    },
  );
  if (flags.idp !== undefined) refuseOther(flags.state, 'idp', document.idp, provider?.dialect.name);
  refuseOther(flags.state, 'target', document.target, target?.url?.replace(/\/+$/, ''));
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  process.stdout.write(
    statusText(document, {
      idpTitle: (name) => provider?.idpTitle(name) ?? name,
      colour: wantsColour(process.stdout, flags['no-color'] === true, process.env),
      columns: widthOf(process.stdout, process.env),
      verbose: flags.verbose === true,
      state: flags.state,
    }),
  );
};

const refuseOther = (
  file: string,
  what: 'idp' | 'target',
  is: StatusDocument['idp'],
  asked: string | undefined,
): void => {
  if (asked === undefined || asked === is) return;
  throw new UsageProblem(
    `the state file ${file} belongs to ${is}, not to ${asked}`,
    `Leave --${what} out, or give another --state.`,
  );
};
