import { X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Limits } from './problem.ts';
import { readUrl, SettingsProblem } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConnectionOptions {
  /** Open at the same time, per origin. */
  readonly connections: number;
  /** PEM, one certificate or several; trusted besides those the machine trusts. */
  readonly certificateAuthority?: string;
  /** Trust any certificate. */
  readonly insecure: boolean;
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case are read from here; absent means no proxy. */
  readonly proxyEnvironment?: Environment;
  readonly limits: Limits;
}

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g;

const readCertificates = (pem: string): string[] => {
  const blocks = pem.match(CERTIFICATE) ?? [];
  if (blocks.length === 0) {
    throw new SettingsProblem(
      'The certificate authority file holds no certificate. It has to be PEM: a block that begins with "-----BEGIN CERTIFICATE-----".',
    );
  }
  for (const [i, block] of blocks.entries()) {
    try {
      new X509Certificate(block);
    } catch {
      throw new SettingsProblem(
        `Certificate ${i + 1} of the certificate authority file cannot be read. Is the file complete?`,
      );
    }
  }
  return blocks;
};

const readProxies = (environment: Environment) => {
  const read = (name: string): string | undefined => environment[name.toLowerCase()] || environment[name] || undefined;
  return { http: read('HTTP_PROXY'), https: read('HTTPS_PROXY'), not: read('NO_PROXY') ?? '' };
};

const passwordOf = (name: string, url: string | undefined): string[] => {
  if (url === undefined) return [];
  const { password } = readUrl(url, `The proxy in ${name}`);
  try {
    return password === '' ? [] : [password, decodeURIComponent(password)];
  } catch {
    throw new SettingsProblem(`The password of the proxy in ${name} contains a "%" that has to be written as %25.`);
  }
};

/** The passwords of the proxies, which must not be shown either. Throws SettingsProblem for a proxy that is no URL. */
export const proxySecrets = (environment: Environment): string[] => {
  const { http, https } = readProxies(environment);
  return [...passwordOf('HTTP_PROXY', http), ...passwordOf('HTTPS_PROXY', https)];
};

/**
 * The pool of kept-alive connections. HTTP/1.1 only, so that the order and spelling of headers are those given.
 * A loopback address is never asked for through a proxy, whatever `NO_PROXY` says.
 * Throws SettingsProblem.
 */
export const openConnections = (options: ConnectionOptions): Dispatcher => {
  const { limits, connections } = options;
  const tls = {
    rejectUnauthorized: !options.insecure,
    ...(options.certificateAuthority === undefined
      ? {}
      : {
          secureContext: createSecureContext({
            ca: [...getCACertificates('default'), ...readCertificates(options.certificateAuthority)],
          }),
        }),
  };
  const common = {
    connections,
    allowH2: false,
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    connectTimeout: limits.connectMs,
    connect: { ...tls, timeout: limits.connectMs },
  };
  const proxies = readProxies(options.proxyEnvironment ?? {});
  if (proxies.http === undefined && proxies.https === undefined) return new Agent(common);
  return new EnvHttpProxyAgent({
    ...common,
    requestTls: { ...tls, timeout: limits.connectMs },
    // Empty rather than absent: otherwise it would look into the environment of the process by itself.
    httpProxy: proxies.http ?? '',
    httpsProxy: proxies.https ?? '',
    noProxy: `${proxies.not},localhost,127.0.0.1,::1`,
  });
};
