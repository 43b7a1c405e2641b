import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONFIG_NAME, findConfig, readConfig } from './config.ts';
import { selectionOf, suitePathsOf } from './selection.ts';
import { stateFolderOf } from './state.ts';
import { planTarget } from './target.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimulate-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string): void => writeFileSync(join(folder, CONFIG_NAME), text);

const CONFIG = `
target: staging
idps: [okta]
max-lag: 2s
only: ['users/**']
targets:
  staging:
    url: https://staging.example.com/scim/v2
    auth: {bearer: {env: STAGING_TOKEN}}
    headers: {X-Tenant: acme, X-Key: {file: key.txt}}
    idps: [entra]
    ca-file: corporate.pem
    suites: [ours]
    facts: {bulk: {supported: false}}
    resources: {User: {title: 'Guide \${number}'}}
  partner:
    url: https://partner.example.com/scim
    insecure: true
    auth:
      oauth2: {token-url: 'https://login.example.com/token', client-id: us, client-secret: {command: print-secret}, scope: scim}
  supplier:
    url: https://supplier.example.com/scim
    auth: {oauth2: {token-url: 'https://login.example.com/token', client-id: us, refresh-token: {file: refresh.txt}}}
`;

describe('the config file', () => {
  it('refuses a resource whose template names what there is not', async () => {
    write("targets: {one: {url: 'https://one.example.com', resources: {User: {title: '${nobody}'}}}}\n");
    await expect(readConfig(undefined, folder)).rejects.toThrow('targets.one.resources.User: ${nobody} has no value');
  });

  it('is found in the folder or above it', () => {
    write('target: demo\n');
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(findConfig(join(folder, 'a/b'))).toBe(join(folder, CONFIG_NAME));
  });

  it('holds targets, with paths seen from the file', async () => {
    write(CONFIG);
    const { target, targets } = await readConfig(undefined, folder);
    expect(target).toBe('staging');
    expect(targets.get('staging')).toEqual({
      name: 'staging',
      url: 'https://staging.example.com/scim/v2',
      auth: { type: 'bearer', token: { env: 'STAGING_TOKEN' } },
      headers: [
        ['X-Tenant', 'acme'],
        ['X-Key', { file: join(folder, 'key.txt') }],
      ],
      facts: { bulk: { supported: false } },
      resources: { User: { title: 'Guide ${number}' } },
      insecure: false,
      settings: { idps: ['entra'], suites: [join(folder, 'ours')], caFile: join(folder, 'corporate.pem') },
    });
    expect(targets.get('partner')).toMatchObject({
      insecure: true,
      auth: { type: 'oauth2', clientId: 'us', clientSecret: { command: 'print-secret', folder }, scope: 'scim' },
    });
    expect(targets.get('supplier')?.auth).toEqual({
      ...{ type: 'oauth2', tokenUrl: 'https://login.example.com/token', clientId: 'us' },
      refreshToken: { file: join(folder, 'refresh.txt') },
    });
  });

  it('wants a client secret, a refresh token, or both', async () => {
    write(
      "targets: {t: {url: 'https://t.example.com', auth: {oauth2: {token-url: 'https://l.example.com', client-id: us}}}}\n",
    );
    await expect(readConfig(undefined, folder)).rejects.toThrow('`oauth2` needs the key `client-secret`');
  });

  it('is refused with every mistake in it, each at its place', async () => {
    write(
      'targets:\n  staging:\n    url: staging.example.com\n    auth: {beerer: {env: X}}\nmax-lag: soon\nlevle: MUST\n',
    );
    const error = await readConfig(undefined, folder).catch((thrown: Error) => thrown);
    const text = String(error);
    expect(text).toContain('the config file has 4 mistakes');
    expect(text).toContain('`url` must be a URL that begins with https:// or http://');
    expect(text).toContain('there is no key `beerer` in `auth`');
    expect(text).toContain('Did you mean `bearer`?');
    expect(text).toContain('`max-lag` must be a number with its unit, for example 500ms, 5s or 2m');
    expect(text).toContain('Did you mean `level`?');
    expect(text).toMatch(new RegExp(`${CONFIG_NAME}:6:1`));
  });

  it('maps attributes for an identity provider', async () => {
    write("mapping: {okta: {user: {title: role, nickName: '= givenName', department: null}}}\n");
    expect((await readConfig(undefined, folder)).settings.mapping).toEqual({
      okta: { user: { title: 'role', nickName: '= givenName', department: null } },
    });
    write('mapping: {okta: {user: {manager: {id-of: boss}}, member: {display: displayName}}}\n');
    expect((await readConfig(undefined, folder)).settings.mapping).toEqual({
      okta: { user: { manager: { 'id-of': 'boss' } }, member: { display: 'displayName' } },
    });
    write('mapping: {okta: {user: {manager: {id-of: boss, of: it}}}}\n');
    await expect(readConfig(undefined, folder)).rejects.toThrow('there is no key `of` in `manager`');
    write('mapping: {okta: {users: {title: role}}}\n');
    await expect(readConfig(undefined, folder)).rejects.toThrow('Did you mean `user`?');
  });

  it('does not repeat a secret that stands in it by mistake', async () => {
    write('targets:\n  staging: {url: https://example.com, auth: {bearer: s3cr3t-t0ken}}\n');
    const text = String(await readConfig(undefined, folder).catch((thrown: Error) => thrown));
    expect(text).toContain('`bearer` must say where the secret is to be had: {env: NAME}');
    expect(text).toContain('has a mistake\n');
    expect(text).not.toContain('s3cr3t');
  });

  it('may be missing, unless it was named', async () => {
    expect(await readConfig(undefined, folder)).toMatchObject({ settings: {} });
    await expect(readConfig('nowhere.yaml', folder)).rejects.toThrow('the config file nowhere.yaml cannot be read');
  });

  it('gives way to the target, which gives way to flags', async () => {
    write(CONFIG);
    const config = await readConfig(undefined, folder);
    const staging = planTarget(undefined, config);
    expect(staging).toMatchObject({ words: 'staging', url: 'https://staging.example.com/scim/v2' });
    expect(selectionOf({}, staging.settings)).toEqual({ only: ['users/**'], skip: [], idps: ['entra'] });
    expect(selectionOf({ idp: ['jumpcloud'], only: 'patch/**,put/**', level: 'may' }, staging.settings)).toEqual({
      only: ['patch/**', 'put/**'],
      skip: [],
      idps: ['jumpcloud'],
      level: 'MAY',
    });
    expect(suitePathsOf({}, staging.settings)).toEqual([join(folder, 'ours')]);
    expect(planTarget('partner', config).settings).toMatchObject({ idps: ['okta'], maxLag: '2s' });
    expect(stateFolderOf('elsewhere', {})).toBe(join(process.cwd(), 'elsewhere'));
    expect(() => selectionOf({ level: 'must-have' }, {})).toThrow('there is no level `must-have`');
  });
});
