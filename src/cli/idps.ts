/** `scimulate idps`: the identity providers that we can be, and what each does. */
import { capabilitiesOf, type IdpCapabilities } from '../provision/capabilities.ts';
import { count, padEnd, printable, wrap } from '../report/printable.ts';
import { chooseIdp, pathsOfIdp } from '../suite/idp.ts';
import type { ConfigSettings } from './config.ts';
import { loadFiles } from './library.ts';
import { widthOf } from './terminal.ts';

const PLURALS = { user: 'users', group: 'groups', membership: 'memberships' } as const;

/**
 * Prints all of them on stdout, or one: a list for people, a document for programs.
 * @throws UsageProblem, IdpProblem
 */
export const listIdps = async (
  idp: string | undefined,
  { json = false }: { readonly json?: boolean },
  { suites = [] }: ConfigSettings,
): Promise<void> => {
  const loaded = await loadFiles([...suites, ...(idp === undefined ? [] : pathsOfIdp(idp))]);
  const dialects = idp === undefined ? [...loaded.dialects.values()] : [chooseIdp(loaded, idp).dialect];
  const idps = dialects.map(capabilitiesOf).sort((one, other) => (one.idp < other.idp ? -1 : 1));
  if (json) {
    process.stdout.write(`${JSON.stringify({ version: 1, idps }, null, 2)}\n`);
    return;
  }
  const columns = widthOf(process.stdout, process.env);
  process.stdout.write(`${idps.map((one) => idpLines(one, columns).join('\n')).join('\n\n')}\n`);
};

const idpLines = ({ idp, title, features, modes }: IdpCapabilities, columns: number): string[] => [
  `${printable(idp)}  ${printable(title)}, ${count(Object.keys(features).length, 'feature')}`,
  ...modes.flatMap(({ mode, title: about, capabilities }) => [
    ...wrap(`${printable(mode)}: ${printable(about)}`, columns - 2).map((line) => `  ${line}`),
    ...[...Map.groupBy(capabilities, ({ resource }) => resource)].map(
      ([resource, some]) => `    ${padEnd(PLURALS[resource], 11)}  ${some.map(({ does }) => does).join(', ')}`,
    ),
  ]),
];
