/** From the words on the command line to a target that can be spoken to. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ResourceDefaults } from '../run/complete.ts';
import type { JsonObject } from '../scim/json.ts';
import { didYouMean } from '../suite/suggest.ts';
import type { Auth } from '../wire/auth.ts';
import type { ClientOptions } from '../wire/client.ts';
import type { Client, HeaderList } from '../wire/exchange.ts';
import type { Config, ConfigAuth, ConfigSettings, ConfigTarget } from './config.ts';
import { readDuration, readLines, readRate } from './measure.ts';
import { UsageProblem } from './problem.ts';
import { readSecret, type SecretSource } from './secret.ts';

/** The flags of `targetFlags`, as parsed. */
export interface TargetFlags {
  readonly 'token-file'?: string | undefined;
  readonly header?: string | readonly string[] | undefined;
  readonly timeout?: string | undefined;
  readonly rate?: string | undefined;
  readonly 'ca-file'?: string | undefined;
  readonly insecure?: boolean | undefined;
}

/** What is meant, before anything is read or opened. */
export interface TargetPlan {
  /** How to name it again on a command line. */
  readonly words: string;
  /** Absent for the built-in `demo`. */
  readonly url?: string;
  readonly configured?: ConfigTarget;
  /** The target's own settings over those at the top of the config file. */
  readonly settings: ConfigSettings;
}

export interface OpenTarget {
  readonly client: Client;
  /** Facts that discovery gets wrong, from the config file. */
  readonly facts?: JsonObject;
  readonly resources?: ResourceDefaults;
  /** A line for the user when the target does not let us in. */
  readonly hint?: string;
  close(): Promise<void>;
}

export const DEMO = 'demo';
const HOW = [
  'Give one of these:',
  '  demo                          the built-in service provider',
  '  https://example.com/scim/v2   a base URL, with the token in SCIMULATE_TOKEN',
  '  staging                       a name from scimulate.config.yaml',
].join('\n');

/** @throws UsageProblem when no target is meant, or none that is known */
export const planTarget = (word: string | undefined, config: Config): TargetPlan => {
  const words = word ?? process.env.SCIMULATE_TARGET ?? config.target;
  if (words === undefined || words === '') throw new UsageProblem('which service provider? No TARGET was given', HOW);
  if (words === DEMO) return { words, settings: config.settings };
  if (/^https?:\/\//i.test(words)) return { words, url: words, settings: config.settings };
  const configured = config.targets.get(words);
  if (configured !== undefined) {
    return { words, url: configured.url, configured, settings: { ...config.settings, ...configured.settings } };
  }
  throw new UsageProblem(`there is no target \`${words}\``, hintFor(words, config));
};

const hintFor = (words: string, config: Config): string => {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(words)) return 'A URL begins with https:// or http://.';
  if (/[/:.]/.test(words)) return `If it is a URL, write it whole: https://${words}`;
  const names = [...config.targets.keys(), DEMO];
  const where = config.file === undefined ? ' There is no config file that could name more.' : '';
  return `${didYouMean(words, names, 'Targets') ?? `Targets: ${names.join(', ')}.`}${where}`;
};

/**
 * Opens a client for the target; `demo` starts the embedded service provider in this process, with these faults and variations.
 * Flags win over the config file.
 */
export const openTarget = async (
  plan: TargetPlan,
  flags: TargetFlags,
  connections?: number,
  ways: DemoWays = NO_WAYS,
): Promise<OpenTarget> => {
  const { createClient } = await import('../wire/client.ts');
  const pace = connections === undefined ? {} : { connections };
  const given = (readLines(flags.header) ?? []).map(readHeader);
  if (plan.url === undefined) {
    const { startServer } = await import('../serve/server.ts');
    const server = await startServer(ways);
    const rate = flags.rate ?? plan.settings.rate;
    const client = createClient({
      baseUrl: server.url,
      auth: { type: 'bearer', token: server.token },
      proxy: false,
      ...(rate !== undefined && { pace: { rate: readRate(rate, 'rate') } }),
      ...pace,
    });
    const close = async (): Promise<void> => {
      await client.close();
      await server.close();
    };
    return { client, close };
  }
  const { options, hint } = await clientOptions(plan, plan.url, flags, given);
  const client = createClient({ ...options, ...pace });
  const { facts, resources } = plan.configured ?? {};
  return {
    ...{ client, close: () => client.close() },
    ...(facts && { facts }),
    ...(resources && { resources }),
    ...(hint !== undefined && { hint }),
  };
};

/** In which ways the built-in service provider is wrong, and in which it is otherwise right. */
export interface DemoWays {
  readonly faults: readonly string[];
  readonly variations: readonly string[];
}

const NO_WAYS: DemoWays = { faults: [], variations: [] };

/**
 * What `--fault` and `--variation` ask of the built-in service provider.
 * @throws UsageProblem for one that does not exist, and for any when the target is another
 */
export const demoWays = async (
  flags: { readonly [Flag in 'fault' | 'variation']?: string | readonly string[] | undefined },
  plan: TargetPlan,
): Promise<DemoWays> => {
  const flag = flags.fault === undefined ? 'variation' : 'fault';
  if (flags[flag] === undefined) return NO_WAYS;
  if (plan.url !== undefined) {
    throw new UsageProblem(
      `--${flag}: only the built-in target \`${DEMO}\` can be told ${flag === 'fault' ? 'to be wrong' : 'what to be'}, not ${plan.words}`,
      `Write scimulate test ${DEMO} --${flag} ID, or start a server with scimulate serve --${flag} ID.`,
    );
  }
  const { readWays } = await import('./serve.ts');
  return readWays(flags);
};

/**
 * A client for a SCIM server that is read from, with credentials of its own: those for the target are never sent to it. A
 * target of the config file that has this URL says how to speak to it; the token may also stand in SCIMULATE_PEOPLE_TOKEN.
 */
export const openSource = async (url: string, tokenFile: string | undefined, config: Config): Promise<Client> => {
  const { createClient } = await import('../wire/client.ts');
  const configured = [...config.targets.values()].find((target) => target.url === url);
  const plan = {
    words: url,
    ...(configured && { configured }),
    settings: { ...config.settings, ...configured?.settings },
  };
  const { options } = await clientOptions(plan, url, { 'token-file': tokenFile }, [], 'SCIMULATE_PEOPLE_TOKEN');
  return createClient(options);
};

const clientOptions = async (
  { configured, settings }: TargetPlan,
  url: string,
  flags: TargetFlags,
  given: HeaderList,
  variable = 'SCIMULATE_TOKEN',
): Promise<{ options: ClientOptions; hint?: string }> => {
  const auth = await authOf(flags, configured?.auth, variable);
  const { headers, secrets } = await headersOf(given, configured);
  const timeout = flags.timeout ?? settings.timeout;
  const rate = flags.rate ?? settings.rate;
  const caFile = flags['ca-file'] === undefined ? settings.caFile : resolve(flags['ca-file']);
  const timeoutMs = timeout === undefined ? undefined : readDuration(timeout, 'timeout');
  const options: ClientOptions = {
    baseUrl: url,
    auth,
    headers,
    secrets,
    ...(timeoutMs !== undefined && {
      timeouts: { connectMs: Math.min(timeoutMs, 10_000), headersMs: timeoutMs, bodyMs: timeoutMs },
    }),
    ...(rate !== undefined && { pace: { rate: readRate(rate, 'rate') } }),
    ...(caFile !== undefined && { certificateAuthority: await readCertificates(caFile) }),
    insecure: flags.insecure ?? configured?.insecure ?? false,
  };
  const anonymous = auth.type === 'none' && !headers.some(([name]) => /auth|key|token|cookie/i.test(name));
  if (!anonymous) return { options };
  return {
    options,
    hint: 'No credential was sent: put the bearer token into SCIMULATE_TOKEN, or into a file for --token-file; other kinds go into scimulate.config.yaml.',
  };
};

/** The token file, then the variable, then the config file. */
const authOf = async (flags: TargetFlags, configured: ConfigAuth | undefined, variable: string): Promise<Auth> => {
  const file = flags['token-file'];
  if (file !== undefined) return bearer(file === '-' ? { stdin: process.stdin } : { file }, 'token file');
  if (process.env[variable]) return bearer({ env: variable }, 'token');
  if (configured === undefined) return { type: 'none' };
  switch (configured.type) {
    case 'bearer':
      return bearer(configured.token, 'auth.bearer');
    case 'basic': {
      const { now: password, ...again } = await changeable(configured.password, 'auth.basic.password');
      return { type: 'basic', user: configured.user, password, ...again };
    }
    case 'header': {
      const { now: value, ...again } = await changeable(configured.value, 'auth.header.value');
      return { type: 'header', name: configured.name, value, ...again };
    }
    case 'oauth2':
      return oauth2(configured);
  }
};

const oauth2 = async ({
  clientSecret,
  refreshToken,
  ...others
}: Extract<ConfigAuth, { readonly type: 'oauth2' }>): Promise<Auth> => {
  const refresh = refreshToken && (await changeable(refreshToken, 'auth.oauth2.refresh-token'));
  return {
    ...others,
    ...(clientSecret && { clientSecret: await readSecret(clientSecret, 'auth.oauth2.client-secret') }),
    ...(refresh && { refreshToken: refresh.now, ...(refresh.again && { refreshTokenAgain: refresh.again }) }),
  };
};

/** What it is now, and how to ask again when it is not accepted any more: another may be there by then. */
const changeable = async (
  source: SecretSource,
  what: string,
): Promise<{ readonly now: string; readonly again?: () => Promise<string> }> => {
  const now = await readSecret(source, what);
  return 'stdin' in source ? { now } : { now, again: () => readSecret(source, what) };
};

const bearer = async (source: SecretSource, what: string): Promise<Auth> => {
  const { now: token, ...again } = await changeable(source, what);
  return { type: 'bearer', token, ...again };
};

/** The headers of the config file, and those of --header, which replace them by name. */
const headersOf = async (
  given: HeaderList,
  configured: ConfigTarget | undefined,
): Promise<{ headers: HeaderList; secrets: readonly string[] }> => {
  const secrets: string[] = [];
  const headers: (readonly [string, string])[] = [];
  for (const [name, value] of configured?.headers ?? []) {
    if (given.some(([other]) => other.toLowerCase() === name.toLowerCase())) continue;
    const text = typeof value === 'string' ? value : await readSecret(value, `headers.${name}`);
    if (typeof value !== 'string') secrets.push(text);
    headers.push([name, text]);
  }
  return { headers: [...headers, ...given], secrets };
};

/** `Name: value`, as curl takes it. */
const readHeader = (text: string): readonly [name: string, value: string] => {
  const [, name, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*?)\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageProblem(`--header: \`${text}\` is not a header`, "Write it as 'Name: value'.");
  }
  return [name, value];
};

const readCertificates = async (file: string): Promise<string> => {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new UsageProblem(`--ca-file: ${file} cannot be read: ${error.message}`);
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new UsageProblem(`--ca-file: ${file} holds no certificate in PEM form`);
  return text;
};
