/** From the command line to the two who speak: an identity provider in one of its modes, and a target. */
import type { MappingOverrides } from '../../provision/options.ts';
import { type ChosenIdp, chooseIdp, pathsOfIdp } from '../../suite/idp.ts';
import type { Dialect } from '../../suite/model.ts';
import { didYouMean } from '../../suite/suggest.ts';
import type { Config, ConfigSettings } from '../config.ts';
import { loadFiles } from '../library.ts';
import { UsageProblem } from '../problem.ts';
import { planTarget, type TargetFlags, type TargetPlan } from '../target.ts';

export interface PartnerFlags extends TargetFlags {
  readonly idp?: string | undefined;
  readonly target?: string | undefined;
}

export interface Partnership extends ChosenIdp {
  readonly plan: TargetPlan;
  /** The identity provider as the user named it. */
  readonly idp: string;
  readonly mapping?: MappingOverrides;
  readonly idpTitle: (name: string) => string;
}

/**
 * Finds out who is meant, without a request.
 * @param usual the identity provider that is meant when none is named
 * @throws UsageProblem, IdpProblem
 */
export const choosePartners = async (
  word: string | undefined,
  flags: PartnerFlags,
  config: Config,
  usual?: string,
): Promise<Partnership> => {
  const plan = planTarget(targetWord(word, flags.target), config);
  const chosen = await chooseProvider(flags.idp, plan.settings, usual);
  return { plan, ...chosen };
};

/** The argument, or --target; the variable behind --target counts for less than the argument. */
export const targetWord = (word: string | undefined, flag: string | undefined): string | undefined => {
  if (word === undefined || flag === undefined || word === flag || flag === process.env.SCIMULATE_TARGET) {
    return word ?? flag;
  }
  throw new UsageProblem(
    `two service providers are named: ${word} and --target ${flag}`,
    'Give one of them; a run has one target.',
  );
};

/** @throws UsageProblem, IdpProblem */
export const chooseProvider = async (
  flag: string | undefined,
  settings: ConfigSettings,
  usual?: string,
): Promise<Omit<Partnership, 'plan'>> => {
  const idp = flag ?? (settings.idps?.length === 1 ? settings.idps[0] : undefined) ?? usual;
  const loaded = await loadFiles([...(settings.suites ?? []), ...(idp === undefined ? [] : pathsOfIdp(idp))]);
  if (idp === undefined) throw nobody(loaded.dialects);
  const chosen = chooseIdp(loaded, idp);
  const mapping = mappingFor(chosen.dialect, settings, loaded.dialects);
  return {
    ...chosen,
    idp,
    ...(mapping && { mapping }),
    idpTitle: (name) => loaded.dialects.get(name)?.title ?? name,
  };
};

const nobody = (dialects: ReadonlyMap<string, Dialect>): UsageProblem => {
  const names = [...dialects.values()].filter(({ provisioning }) => provisioning !== undefined).map(({ name }) => name);
  return new UsageProblem(
    'which identity provider? No --idp was given',
    `Give one of these with --idp: ${names.join(', ')}; or the path of a dialect of your own.`,
  );
};

/** The user's mapping for this dialect, without mistakes in names. @throws UsageProblem */
const mappingFor = (
  dialect: Dialect,
  { mapping = {} }: ConfigSettings,
  dialects: ReadonlyMap<string, Dialect>,
): MappingOverrides | undefined => {
  const stranger = Object.keys(mapping).find((name) => !dialects.has(name));
  const hint = stranger === undefined ? undefined : didYouMean(stranger, dialects.keys());
  // A dialect of the user's own is only known when it is named.
  if (stranger !== undefined && hint?.startsWith('Did you mean')) {
    throw new UsageProblem(`mapping: there is no identity provider \`${stranger}\``, hint);
  }
  const own = Object.hasOwn(mapping, dialect.name) ? mapping[dialect.name] : undefined;
  const known = Object.values(dialect.operations).flatMap(({ parameters }) => Object.keys(parameters));
  for (const name of Object.keys({ ...own?.user, ...own?.group })) {
    if (known.includes(name)) continue;
    throw new UsageProblem(
      `mapping: no operation of ${dialect.title} takes a parameter \`${name}\``,
      didYouMean(name, new Set(known)) ?? `Its operations stand in ${dialect.file}.`,
    );
  }
  return own;
};
