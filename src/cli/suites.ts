/** `scimulate suites check`. */
import { resolve } from 'node:path';
import { count } from '../report/printable.ts';
import { loadSuites } from '../suite/load.ts';
import { untestedFeatures } from '../suite/untested-features.ts';
import { printDiagnostics } from './library.ts';

/** Prints the mistakes in the files, and in ours as far as theirs cause them. @returns the exit status */
export const checkSuites = async (paths: readonly string[], json: boolean): Promise<number> => {
  const loaded = await loadSuites({ paths });
  const diagnostics = [...loaded.diagnostics, ...untestedFeatures(loaded)];
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (json) {
    process.stdout.write(`${JSON.stringify({ diagnostics }, null, 2)}\n`);
    return errors > 0 ? 2 : 0;
  }
  if (diagnostics.length > 0) process.stdout.write(`${await printDiagnostics(diagnostics)}\n`);
  const theirs = loaded.suites.filter(({ file }) => paths.some((path) => resolve(file).startsWith(resolve(path))));
  const cases = theirs.flatMap((suite) => suite.cases).length;
  const found = `${count(theirs.length, 'suite')} with ${count(cases, 'case')}`;
  const warnings = diagnostics.length - errors;
  const mistakes = [
    errors === 0 ? 'no mistakes' : count(errors, 'mistake'),
    ...(warnings === 0 ? [] : [count(warnings, 'warning')]),
  ].join(' and ');
  process.stderr.write(`${theirs.length === 0 ? mistakes : `${mistakes} in ${found}`}\n`);
  return errors > 0 ? 2 : 0;
};
