/** What must be true of a `do` step: that the dialect knows the operation in this mode, with these parameters. */
import type { ReadCase } from './case.ts';
import { keyPosition, type Problems } from './diagnostics.ts';
import type { Library } from './library.ts';
import type { Dialect, Operation } from './model.ts';
import { childOf, entriesOf, entryOf, itemsOf, type Source, textOf } from './source.ts';
import { didYouMean } from './suggest.ts';

export const checkOperations = ({ testCase, source }: ReadCase, library: Library): void => {
  for (const step of itemsOf(childOf(source, 'steps'))) {
    const name = childOf(step, 'do');
    if (name === undefined) continue;
    if (testCase.dialect === undefined) {
      library.problems.error(name, '`do` needs a dialect', 'Write `dialect:` at the top of the suite, or `send` here.');
      continue;
    }
    const dialect = library.dialects.get(testCase.dialect);
    if (dialect === undefined || library.broken.has(dialect.name)) continue;
    const operation = knownOperation(name, dialect, testCase.mode ?? '', library.problems);
    if (operation !== undefined) checkParameters(step, operation, dialect, library.problems);
  }
};

const knownOperation = (source: Source, dialect: Dialect, mode: string, problems: Problems): Operation | undefined => {
  const name = textOf(source) ?? '';
  const operation = Object.hasOwn(dialect.operations, name) ? dialect.operations[name] : undefined;
  if (operation === undefined) {
    problems.error(
      source,
      `${dialect.title} has no operation \`${name}\``,
      didYouMean(name, Object.keys(dialect.operations), 'Operations'),
    );
    return undefined;
  }
  if (Object.hasOwn(dialect.modes, mode) && !Object.hasOwn(operation.forms, mode)) {
    const others = Object.keys(operation.forms).join(', ');
    problems.error(source, `${dialect.title} has no \`${name}\` in the mode \`${mode}\``, `It has one in: ${others}.`);
    return undefined;
  }
  return operation;
};

const checkParameters = (step: Source, operation: Operation, dialect: Dialect, problems: Problems): void => {
  const given = entryOf(step, 'with');
  const known = Object.keys(operation.parameters);
  for (const entry of entriesOf(given?.value)) {
    if (known.includes(entry.key)) continue;
    const hint = didYouMean(entry.key, known, 'Parameters');
    problems.error(keyPosition(entry), `\`${operation.name}\` of ${dialect.title} takes no \`${entry.key}\``, hint);
  }
  const missing = Object.entries(operation.parameters).filter(
    ([name, { optional }]) => !optional && entryOf(given?.value, name) === undefined,
  );
  if (missing.length === 0) return;
  const names = missing.map(([name]) => `\`${name}\``).join(', ');
  const [about] = missing.flatMap(([, parameter]) => parameter.about ?? []);
  const place = given ?? entryOf(step, 'do');
  problems.error(
    place === undefined ? step : keyPosition(place),
    `\`${operation.name}\` of ${dialect.title} needs ${names}`,
    about === undefined ? undefined : `${names} is ${about}.`,
  );
};
