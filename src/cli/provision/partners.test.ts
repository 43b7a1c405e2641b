import { describe, expect, it, vi } from 'vitest';
import type { Config, ConfigSettings } from '../config.ts';
import { choosePartners, chooseProvider, targetWord } from './partners.ts';

const config = (settings: ConfigSettings = {}): Config => ({ targets: new Map(), settings });
const OKTA = { user: { nickName: 'nick', title: null } };

describe('the identity provider', () => {
  it('is named with a mode, or is the only one that the config file names', async () => {
    expect(await choosePartners('demo', { idp: 'okta:oin' }, config())).toMatchObject({
      plan: { words: 'demo' },
      dialect: { name: 'okta' },
      mode: 'oin',
    });
    expect(await chooseProvider(undefined, { idps: ['entra'] })).toMatchObject({ dialect: { name: 'entra' } });
    expect(await chooseProvider(undefined, {}, 'conductorone')).toMatchObject({ idp: 'conductorone' });
  });

  it('is asked for when nobody is meant', async () => {
    await expect(chooseProvider(undefined, { idps: ['okta', 'entra'] })).rejects.toMatchObject({
      message: 'which identity provider? No --idp was given',
      hint: expect.stringMatching(/^Give one of these with --idp: .*okta/),
    });
    await expect(chooseProvider('okat', {})).rejects.toMatchObject({ hint: 'Did you mean `okta`?' });
  });
});

describe('the mapping of the config file', () => {
  it('is that of this identity provider', async () => {
    const mapping = { okta: { user: { title: 'role' } }, birch: { user: { sapling: 'x' } } };
    expect((await chooseProvider('okta', { mapping })).mapping).toEqual({ user: { title: 'role' } });
    expect((await chooseProvider('entra', { mapping })).mapping).toBeUndefined();
  });

  it('names what exists', async () => {
    await expect(chooseProvider('okta', { mapping: { otka: OKTA } })).rejects.toMatchObject({
      message: 'mapping: there is no identity provider `otka`',
      hint: 'Did you mean `okta`?',
    });
    await expect(chooseProvider('okta', { mapping: { okta: { user: { titel: 'role' } } } })).rejects.toMatchObject({
      message: 'mapping: no operation of Okta takes a parameter `titel`',
      hint: 'Did you mean `title`?',
    });
  });
});

it('takes one target, as an argument or as a flag', () => {
  expect(targetWord('demo', undefined)).toBe('demo');
  expect(targetWord(undefined, 'demo')).toBe('demo');
  expect(targetWord('demo', 'demo')).toBe('demo');
  expect(() => targetWord('demo', 'staging')).toThrow('two service providers are named: demo and --target staging');
  vi.stubEnv('SCIMULATE_TARGET', 'staging');
  expect(targetWord('demo', 'staging')).toBe('demo');
  vi.unstubAllEnvs();
});
