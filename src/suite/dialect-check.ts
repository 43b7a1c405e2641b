/** What must be true of a dialect beyond its shape. */
import { basename, dirname } from 'node:path';
import { checkStepNames } from './case-names.ts';
import { keyPosition, type Problems } from './diagnostics.ts';
import type { Dialect } from './model.ts';
import { checkTemplates, type Names, STANDARD_NAMES, withName } from './names.ts';
import { checkProvisioning } from './provisioning-check.ts';
import { childOf, entriesOf, entryOf, itemsOf, type Source, type SourceEntry, textOf } from './source.ts';
import { didYouMean } from './suggest.ts';

/** Reports what is wrong with a dialect; `wrongParts` (`operations/create-user`) have been reported and are left out. */
export const checkDialect = (source: Source, dialect: Dialect, problems: Problems): void => {
  checkFolder(source, dialect, problems);
  const modes = Object.keys(dialect.modes);
  const namesByMode = new Map(
    entriesOf(childOf(source, 'modes')).map((mode) => [mode.key, namesOfMode(mode, problems)] as const),
  );
  for (const operation of entriesOf(childOf(source, 'operations'))) {
    if (dialect.operations[operation.key] === undefined) continue;
    for (const form of formsOf(operation)) {
      checkForm(form, dialect, problems);
      for (const mode of form.mode === undefined ? modes : [form.mode.key]) {
        const names = namesByMode.get(mode);
        if (names !== undefined)
          checkStepNames(
            itemsOf(childOf(form.source, 'requests')),
            withParameters(operation, names, problems),
            problems,
          );
      }
    }
  }
  checkProvisioning(source, dialect, problems);
};

const checkFolder = (source: Source, dialect: Dialect, problems: Problems): void => {
  const folder = basename(dirname(source.file.name));
  const at = childOf(source, 'dialect');
  if (basename(source.file.name) !== 'dialect.yaml' || folder === dialect.name || folder === '.' || at === undefined)
    return;
  problems.error(
    at,
    `this dialect is called \`${dialect.name}\`, but its folder \`${folder}\``,
    `Call it \`${folder}\`, or rename the folder.`,
  );
};

const namesOfMode = (mode: SourceEntry, problems: Problems): Names => {
  let names: Names = new Map([...STANDARD_NAMES, ['mode', 'standard']]);
  for (const entry of entriesOf(childOf(mode.value, 'let'))) {
    checkTemplates(entry.value, names, problems);
    names = withName(names, entry.key, 'value', keyPosition(entry), problems);
  }
  return names;
};

interface Form {
  /** The entry of `modes` that the form stands in, when it is not one for all. */
  readonly mode?: SourceEntry;
  readonly source: Source;
}

const formsOf = ({ value }: SourceEntry): readonly Form[] => {
  const modes = entryOf(value, 'modes');
  return modes === undefined
    ? [{ source: value }]
    : entriesOf(modes.value).map((mode) => ({ mode, source: mode.value }));
};

const checkForm = ({ mode, source }: Form, dialect: Dialect, problems: Problems): void => {
  if (mode !== undefined && !Object.hasOwn(dialect.modes, mode.key)) {
    const hint = didYouMean(mode.key, Object.keys(dialect.modes), 'Modes');
    problems.error(keyPosition(mode), `${dialect.title} has no mode \`${mode.key}\``, hint);
  }
  const evidence = childOf(source, 'evidence');
  if (evidence === undefined || textOf(evidence) === 'assumed' || entryOf(source, 'sources') !== undefined) return;
  problems.error(
    evidence,
    `\`${textOf(evidence)}\` needs \`sources\` that show it`,
    'Name the pages, or write `assumed`.',
  );
};

/** A parameter may be used without `?` when it is never missing. */
const withParameters = (operation: SourceEntry, names: Names, problems: Problems): Names => {
  let known = names;
  for (const parameter of entriesOf(childOf(operation.value, 'parameters'))) {
    const fallback = childOf(parameter.value, 'default');
    checkTemplates(fallback, known, problems);
    const optional = childOf(parameter.value, 'optional');
    const missing = fallback === undefined && optional?.kind === 'scalar' && optional.value === true;
    known = withName(known, parameter.key, missing ? 'optional' : 'value', keyPosition(parameter), problems);
  }
  return known;
};
