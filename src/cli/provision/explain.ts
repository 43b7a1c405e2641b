/** `provision plan --explain`: where each attribute of one person would come from. */
import { existsSync } from 'node:fs';
import { explain } from '../../provision/explain.ts';
import { explanationText } from '../../report/provision/explain.ts';
import type { Config } from '../config.ts';
import { planTarget } from '../target.ts';
import { wantsColour, widthOf } from '../terminal.ts';
import type { CycleFlags } from './cycle.ts';
import { chooseProvider, targetWord } from './partners.ts';
import { openPeople } from './people.ts';

/** Prints on stdout; sends nothing to the target, which need not be named. @throws UsageProblem, IdpProblem, DirectoryProblem, ProvisionProblem */
export const explainPerson = async (
  person: string,
  word: string | undefined,
  flags: CycleFlags,
  config: Config,
): Promise<void> => {
  const named = targetWord(word, flags.target) ?? process.env.SCIMULATE_TARGET ?? config.target;
  const settings = named === undefined ? config.settings : planTarget(named, config).settings;
  const { dialect, mode, mapping, idpTitle } = await chooseProvider(flags.idp, settings);
  const people = await openPeople(flags, config);
  try {
    const state = flags.state;
    const explanation = await explain({
      ...{ dialect, mode, directory: people.directory, person },
      ...(mapping && { mapping }),
      ...(state !== undefined && existsSync(state) && { state }),
    });
    if (flags.json === true) {
      process.stdout.write(`${JSON.stringify(explanation, null, 2)}\n`);
      return;
    }
    process.stdout.write(
      explanationText(explanation, {
        idpTitle,
        colour: wantsColour(process.stdout, flags['no-color'] === true, process.env),
        columns: widthOf(process.stdout, process.env),
        verbose: flags.verbose === true,
      }),
    );
  } finally {
    await people.close();
  }
};
