import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningServer, startServer } from '../serve/server.ts';
import { type Config, readConfig } from './config.ts';
import { demoWays, openSource, openTarget, planTarget, type TargetFlags } from './target.ts';

const NO_CONFIG: Config = { targets: new Map(), settings: {} };
let folder = '';
let server: RunningServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scimulate-target-'));
  server = await startServer({ token: 'right-token' });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await server.close();
});

const statusWith = async (flags: TargetFlags, config = NO_CONFIG, word = server.url): Promise<number | undefined> => {
  const target = await openTarget(planTarget(word, config), flags);
  try {
    const exchange = await target.client.send({ method: 'GET', target: '/Users?count=0', headers: [] });
    return exchange.response?.status;
  } finally {
    await target.close();
  }
};

const configWith = (auth: string): Promise<Config> => {
  writeFileSync(join(folder, 'config.yaml'), `targets:\n  local:\n    url: ${server.url}\n    auth: ${auth}\n`);
  return readConfig('config.yaml', folder);
};

describe('demoWays', () => {
  it('makes the demo wrong, once every fault is known', async () => {
    const demo = planTarget('demo', NO_CONFIG);
    expect(await demoWays({}, demo)).toEqual({ faults: [], variations: [] });
    const ways = await demoWays({ fault: ['filter-username-case-sensitive'], variation: 'patch-204' }, demo);
    expect(ways).toEqual({ faults: ['filter-username-case-sensitive'], variations: ['patch-204'] });
    await expect(demoWays({ fault: ['nothing-like-it'] }, demo)).rejects.toThrow('there is no fault `nothing-like-it`');
    await expect(demoWays({ variation: 'patch-205' }, demo)).rejects.toThrow('there is no variation `patch-205`');
    const target = await openTarget(demo, {}, undefined, ways);
    try {
      const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ana' });
      await target.client.send({
        method: 'POST',
        target: '/Users',
        headers: [['Content-Type', 'application/scim+json']],
        body,
      });
      const search = { method: 'GET', target: '/Users?filter=userName%20eq%20%22ANA%22', headers: [] } as const;
      expect((await target.client.send(search)).response?.body).toMatchObject({ totalResults: 0 });
    } finally {
      await target.close();
    }
  });

  it('is for the demo only', async () => {
    const other = planTarget('https://example.com/scim/v2', NO_CONFIG);
    await expect(demoWays({ fault: 'filter-username-case-sensitive' }, other)).rejects.toThrow(
      '--fault: only the built-in target `demo` can be told to be wrong, not https://example.com/scim/v2',
    );
    await expect(demoWays({ variation: 'patch-204' }, other)).rejects.toThrow(
      '--variation: only the built-in target `demo` can be told what to be, not https://example.com/scim/v2',
    );
  });
});

describe('planTarget', () => {
  it('knows URLs, names and the demo', () => {
    expect(planTarget('demo', NO_CONFIG)).toEqual({ words: 'demo', settings: {} });
    expect(planTarget('https://example.com/scim/v2', NO_CONFIG)).toMatchObject({ url: 'https://example.com/scim/v2' });
    vi.stubEnv('SCIMULATE_TARGET', 'demo');
    expect(planTarget(undefined, NO_CONFIG).words).toBe('demo');
  });

  it('says what to do when it does not know', () => {
    expect(() => planTarget(undefined, NO_CONFIG)).toThrow('which service provider? No TARGET was given');
    const hint = (word: string): unknown => {
      try {
        return planTarget(word, NO_CONFIG);
      } catch (error) {
        return Object(error).hint;
      }
    };
    expect(hint('localhost:8080/scim')).toBe('If it is a URL, write it whole: https://localhost:8080/scim');
    expect(hint('htps://example.com')).toBe('A URL begins with https:// or http://.');
    expect(hint('dmo')).toBe('Did you mean `demo`? There is no config file that could name more.');
  });
});

describe('the credential', () => {
  it('comes from SCIMULATE_TOKEN, a token file, or the config file, in this order from the back', async () => {
    expect(await statusWith({})).toBe(401);
    vi.stubEnv('FROM_ENV', 'right-token');
    const config = await configWith('{bearer: {env: FROM_ENV}}');
    expect(await statusWith({}, config, 'local')).toBe(200);
    vi.stubEnv('SCIMULATE_TOKEN', 'wrong-token');
    expect(await statusWith({}, config, 'local')).toBe(401);
    writeFileSync(join(folder, 'token.txt'), 'right-token\n');
    expect(await statusWith({ 'token-file': join(folder, 'token.txt') })).toBe(200);
  });

  it('comes from a file beside the config file, or from a command', async () => {
    writeFileSync(join(folder, 'secret'), 'right-token\n');
    expect(await statusWith({}, await configWith('{bearer: {file: secret}}'), 'local')).toBe(200);
    expect(await statusWith({}, await configWith('{bearer: {command: cat secret}}'), 'local')).toBe(200);
  });

  it('is read again from its file when the target does not accept it any more', async () => {
    const file = join(folder, 'token.txt');
    writeFileSync(file, 'old-token\n');
    const target = await openTarget(planTarget(server.url, NO_CONFIG), { 'token-file': file });
    writeFileSync(file, 'right-token\n');
    const exchange = await target.client.send({ method: 'GET', target: '/Users?count=0', headers: [] });
    expect([exchange.response?.status, exchange.attempt]).toEqual([200, 2]);
    await target.close();
  });

  it('of a target is never sent to the server that people are read from', async () => {
    vi.stubEnv('SCIMULATE_TOKEN', 'right-token');
    const statusOf = async (): Promise<number | undefined> => {
      const client = await openSource(server.url, undefined, NO_CONFIG);
      const exchange = await client.send({ method: 'GET', target: '/Users?count=0', headers: [] });
      await client.close();
      return exchange.response?.status;
    };
    expect(await statusOf()).toBe(401);
    vi.stubEnv('SCIMULATE_PEOPLE_TOKEN', 'right-token');
    expect(await statusOf()).toBe(200);
  });

  it('may be any header', async () => {
    expect(await statusWith({ header: ['Authorization: Bearer right-token'] })).toBe(200);
    expect(await statusWith({ header: 'X-One: 1\nAuthorization: Bearer right-token' })).toBe(200);
  });

  it('may be a refresh token, read again from its file when it is refused, and then the client secret', async () => {
    const shown: (string | null)[] = [];
    const tokens = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const form = new URLSearchParams(body);
      shown.push(form.get('refresh_token'));
      const given = form.get('grant_type') === 'client_credentials' || form.get('refresh_token') === 'live-refresh';
      const answer = given ? { access_token: 'right-token', token_type: 'Bearer' } : { error: 'invalid_grant' };
      response.writeHead(given ? 200 : 400, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((done) => tokens.listen(0, '127.0.0.1', done));
    const address = tokens.address();
    const tokenUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/token`;
    const words = `token-url: '${tokenUrl}', client-id: us, refresh-token: {file: refresh}`;
    try {
      writeFileSync(join(folder, 'refresh'), 'ended-refresh\n');
      const target = await openTarget(planTarget('local', await configWith(`{oauth2: {${words}}}`)), {});
      writeFileSync(join(folder, 'refresh'), 'live-refresh\n');
      const exchange = await target.client.send({ method: 'GET', target: '/Users?count=0', headers: [] });
      expect([exchange.response?.status, ...shown.splice(0)]).toEqual([200, 'ended-refresh', 'live-refresh']);
      await target.close();

      vi.stubEnv('CLIENT_SECRET', 'the-client-secret');
      writeFileSync(join(folder, 'refresh'), 'ended-refresh\n');
      const both = await configWith(`{oauth2: {${words}, client-secret: {env: CLIENT_SECRET}}}`);
      expect(await statusWith({}, both, 'local')).toBe(200);
      expect(shown).toEqual(['ended-refresh', null]);
    } finally {
      tokens.close();
      tokens.closeAllConnections();
    }
  });

  it('from the environment is sent once when it is wrong', async () => {
    vi.stubEnv('SCIMULATE_TOKEN', 'wrong-token');
    const target = await openTarget(planTarget(server.url, NO_CONFIG), {});
    const exchange = await target.client.send({ method: 'GET', target: '/Users?count=0', headers: [] });
    expect([exchange.response?.status, exchange.attempt]).toEqual([401, 1]);
    await target.close();
  });

  it('is missed with a reason', async () => {
    await expect(statusWith({ 'token-file': join(folder, 'none') })).rejects.toThrow('cannot be read');
    writeFileSync(join(folder, 'empty'), '\n');
    await expect(statusWith({ 'token-file': join(folder, 'empty') })).rejects.toThrow('is empty');
    writeFileSync(join(folder, 'two'), 'one\ntwo\n');
    await expect(statusWith({ 'token-file': join(folder, 'two') })).rejects.toThrow('more than one line');
    await expect(statusWith({ header: ['no colon'] })).rejects.toThrow('`no colon` is not a header');
    const config = await configWith("{bearer: {command: 'echo half-a-secret; exit 3'}}");
    const error = await statusWith({}, config, 'local').catch((thrown: Error) => thrown);
    expect(String(error)).toContain('failed (3)');
    expect(String(error)).not.toMatch(/half-a-secret$/);
    expect(() => planTarget('local', config)).not.toThrow();
  });

  it('is asked for when none was given and the target wants one', async () => {
    const target = await openTarget(planTarget(server.url, NO_CONFIG), {});
    expect(target.hint).toContain('put the bearer token into SCIMULATE_TOKEN');
    await target.close();
  });
});

it('starts the demo in this process and ends it', async () => {
  expect(await statusWith({}, NO_CONFIG, 'demo')).toBe(200);
});

it('refuses a file that holds no certificate', async () => {
  writeFileSync(join(folder, 'ca.pem'), 'hello');
  await expect(statusWith({ 'ca-file': join(folder, 'ca.pem') })).rejects.toThrow('holds no certificate in PEM form');
});
