/** The identity providers whose provisioning is measured. */
import type { MappingOverrides } from '../provision/options.ts';
import { loadSuites } from '../suite/load.ts';
import type { Dialect } from '../suite/model.ts';

export interface Provider {
  readonly title: string;
  readonly dialect: Dialect;
  readonly mapping?: MappingOverrides;
}

/** Columns instead of authentik's own expressions, so that it is not JSONata that is measured. */
const COLUMNS: MappingOverrides = {
  user: {
    ...{ displayName: 'displayName', givenName: 'givenName', familyName: 'familyName', formatted: 'displayName' },
    ...{ emails: null, active: null },
  },
};

const find = async (name: string): Promise<Dialect> => {
  const found = (await loadSuites()).dialects.get(name);
  if (found === undefined) throw new Error(`there is no dialect ${name}`);
  return found;
};

/** Looks for everybody before it creates them. */
export const searchingProvider = async (): Promise<Provider> => ({
  title: 'search and create',
  dialect: await find('okta'),
});

/** Creates, and looks only when it is told that somebody is there already. */
export const creatingProvider = async (): Promise<Provider> => ({
  title: 'create only',
  dialect: await find('authentik'),
  mapping: COLUMNS,
});
