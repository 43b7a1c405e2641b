/** The config file: found, checked, and read into the shape the rest of cli/ works with. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { MappingOverride, MappingOverrides } from '../provision/options.ts';
import { fillDefaults, type ResourceDefaults } from '../run/complete.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { UsageProblem } from './problem.ts';
import type { SecretSource } from './secret.ts';

export const CONFIG_NAME = 'scimulate.config.yaml';

/** What may stand at the top of the file and in a target; paths are absolute. */
export interface ConfigSettings {
  readonly idps?: readonly string[];
  readonly level?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly suites?: readonly string[];
  readonly profiles?: readonly string[];
  readonly reporters?: readonly string[];
  readonly baseline?: string;
  readonly maxLag?: string;
  readonly sustained?: string;
  readonly timeout?: string;
  readonly rate?: string;
  readonly concurrency?: string;
  readonly readOnly?: boolean;
  readonly caFile?: string;
  readonly state?: string;
  /** By the name of the dialect. */
  readonly mapping?: Readonly<Record<string, MappingOverrides>>;
}

export type ConfigAuth =
  | { readonly type: 'bearer'; readonly token: SecretSource }
  | { readonly type: 'basic'; readonly user: string; readonly password: SecretSource }
  | { readonly type: 'header'; readonly name: string; readonly value: SecretSource }
  | {
      readonly type: 'oauth2';
      readonly tokenUrl: string;
      readonly clientId: string;
      /** This, a refresh token, or both. */
      readonly clientSecret?: SecretSource;
      readonly refreshToken?: SecretSource;
      readonly scope?: string;
      readonly audience?: string;
      readonly clientAuthentication?: 'basic' | 'post';
    };

export interface ConfigTarget {
  readonly name: string;
  readonly url: string;
  readonly auth?: ConfigAuth;
  readonly headers: readonly (readonly [name: string, value: string | SecretSource])[];
  readonly facts?: JsonObject;
  readonly resources?: ResourceDefaults;
  readonly insecure: boolean;
  readonly settings: ConfigSettings;
}

export interface Config {
  /** Absolute path; absent when there is no config file. */
  readonly file?: string;
  readonly target?: string;
  readonly targets: ReadonlyMap<string, ConfigTarget>;
  readonly settings: ConfigSettings;
}

const NO_CONFIG: Config = { targets: new Map(), settings: {} };

/** The config file in this folder or the nearest one above it. */
export const findConfig = (folder: string): string | undefined => {
  const file = join(folder, CONFIG_NAME);
  if (existsSync(file)) return file;
  const above = dirname(folder);
  return above === folder ? undefined : findConfig(above);
};

/**
 * Reads the config file that was named, or the one that is found; none is fine unless it was named.
 * @throws UsageProblem with every mistake in the file, each with its line
 */
export const readConfig = async (named: string | undefined, folder: string): Promise<Config> => {
  const file = named === undefined ? findConfig(folder) : resolve(folder, named);
  if (file === undefined) return NO_CONFIG;
  const { readYamlFile } = await import('../suite/config.ts');
  const { printDiagnostic } = await import('../suite/diagnostics.ts');
  const yaml = await readYamlFile(file, 'config.schema.json').catch((error: Error) => {
    throw new UsageProblem(`the config file ${named ?? file} cannot be read: ${error.message}`);
  });
  const errors = yaml.diagnostics.filter(({ severity }) => severity === 'error');
  // Without the lines themselves: one of them may hold a secret that should not be there.
  if (errors.length > 0) {
    throw new UsageProblem(
      `the config file has ${errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`}\n${errors.map((error) => printDiagnostic(error)).join('\n')}`,
    );
  }
  return isObject(yaml.value) ? configOf(yaml.value, file) : NO_CONFIG;
};

const configOf = (root: JsonObject, file: string): Config => {
  const folder = dirname(file);
  const targets = Object.entries(objectAt(root, 'targets')).map(([name, value]) =>
    targetOf(name, isObject(value) ? value : {}, folder),
  );
  const target = textAt(root, 'target');
  return {
    file,
    ...(target !== undefined && { target }),
    targets: new Map(targets.map((one) => [one.name, one])),
    settings: settingsOf(root, folder),
  };
};

const targetOf = (name: string, value: JsonObject, folder: string): ConfigTarget => {
  const auth = authOf(objectAt(value, 'auth'), folder);
  return {
    name,
    url: textAt(value, 'url') ?? '',
    ...(auth && { auth }),
    headers: Object.entries(objectAt(value, 'headers')).map(([header, given]) => [
      header,
      isObject(given) ? secretOf(given, folder) : String(given),
    ]),
    ...(isObject(value.facts) && { facts: value.facts }),
    ...(isObject(value.resources) && { resources: resourcesOf(value.resources, name) }),
    insecure: value.insecure === true,
    settings: settingsOf(value, folder),
  };
};

/** By the name of the resource type; the schema of the file has seen to it that each is an object. */
const resourcesOf = (value: JsonObject, target: string): ResourceDefaults =>
  Object.fromEntries(
    Object.entries(value).flatMap(([type, given]): [string, JsonObject][] => {
      if (!isObject(given)) return [];
      try {
        fillDefaults(given, 'tag', 1);
      } catch (error) {
        const where = `targets.${target}.resources.${type}`;
        throw new UsageProblem(
          `the config file: ${where}: ${error instanceof Error ? error.message : String(error)}`,
          'There `${run.tag}` and `${number}` have values.',
        );
      }
      return [[type, given]];
    }),
  );

const authOf = (auth: JsonObject, folder: string): ConfigAuth | undefined => {
  const [type] = Object.keys(auth);
  if (type === undefined) return undefined;
  const given = objectAt(auth, type);
  const secret = (key: string): SecretSource => secretOf(objectAt(given, key), folder);
  switch (type) {
    case 'bearer':
      return { type, token: secretOf(given, folder) };
    case 'basic':
      return { type, user: textAt(given, 'user') ?? '', password: secret('password') };
    case 'header':
      return { type, name: textAt(given, 'name') ?? '', value: secret('value') };
    default: {
      const scope = textAt(given, 'scope');
      const audience = textAt(given, 'audience');
      const clientAuthentication = given['client-authentication'];
      return {
        type: 'oauth2',
        tokenUrl: textAt(given, 'token-url') ?? '',
        clientId: textAt(given, 'client-id') ?? '',
        ...(isObject(given['client-secret']) && { clientSecret: secret('client-secret') }),
        ...(isObject(given['refresh-token']) && { refreshToken: secret('refresh-token') }),
        ...(scope !== undefined && { scope }),
        ...(audience !== undefined && { audience }),
        ...((clientAuthentication === 'basic' || clientAuthentication === 'post') && { clientAuthentication }),
      };
    }
  }
};

const secretOf = (value: JsonObject, folder: string): SecretSource => {
  if (typeof value.file === 'string') return { file: resolve(folder, value.file) };
  if (typeof value.command === 'string') return { command: value.command, folder };
  return { env: textAt(value, 'env') ?? '' };
};

const settingsOf = (value: JsonObject, folder: string): ConfigSettings => {
  const path = (key: string) => optional(textAt(value, key), (text) => resolve(folder, text));
  const suites = optional(textsAt(value, 'suites'), (paths) => paths.map((one) => resolve(folder, one)));
  const entries: ConfigSettings = without({
    idps: textsAt(value, 'idps'),
    profiles: textsAt(value, 'profiles'),
    level: textAt(value, 'level'),
    only: textsAt(value, 'only'),
    skip: textsAt(value, 'skip'),
    suites,
    reporters: textsAt(value, 'reporters'),
    baseline: path('baseline'),
    maxLag: scalarAt(value, 'max-lag'),
    sustained: scalarAt(value, 'sustained'),
    timeout: scalarAt(value, 'timeout'),
    rate: scalarAt(value, 'rate'),
    concurrency: scalarAt(value, 'concurrency'),
    readOnly: typeof value['read-only'] === 'boolean' ? value['read-only'] : undefined,
    caFile: path('ca-file'),
    state: path('state'),
    mapping: isObject(value.mapping) ? mappingOf(value.mapping) : undefined,
  });
  return entries;
};

const mappingOf = (value: JsonObject): Readonly<Record<string, MappingOverrides>> => {
  const parameters = (given: JsonObject): Record<string, MappingOverride> =>
    Object.fromEntries(Object.entries(given).map(([name, override]) => [name, overrideOf(override)]));
  return Object.fromEntries(
    Object.entries(value).map(([idp, given]) => [
      idp,
      Object.fromEntries(
        Object.entries(isObject(given) ? given : {}).map(([kind, of]) => [kind, parameters(isObject(of) ? of : {})]),
      ),
    ]),
  );
};

const overrideOf = (value: Json): MappingOverride => {
  if (!isObject(value)) return typeof value === 'string' ? value : null;
  return { 'id-of': textAt(value, 'id-of') ?? '' };
};

// The schema has checked the shapes; what is not there is undefined or empty.

const objectAt = (value: JsonObject, key: string): JsonObject => {
  const inner = value[key];
  return isObject(inner) ? inner : {};
};

const textAt = (value: JsonObject, key: string): string | undefined => {
  const inner = value[key];
  return typeof inner === 'string' ? inner : undefined;
};

const scalarAt = (value: JsonObject, key: string): string | undefined => {
  const inner = value[key];
  return typeof inner === 'string' || typeof inner === 'number' ? String(inner) : undefined;
};

const textsAt = (value: JsonObject, key: string): string[] | undefined => {
  const inner: Json | undefined = value[key];
  return Array.isArray(inner) ? inner.map(String) : undefined;
};

const optional = <From, To>(value: From | undefined, change: (value: From) => To): To | undefined =>
  value === undefined ? undefined : change(value);

/** The same without the keys that are undefined. */
const without = <Given extends object>(given: Given): { [Key in keyof Given]?: Exclude<Given[Key], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]?: Exclude<Given[Key], undefined>;
  };
