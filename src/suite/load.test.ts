import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { printDiagnostic } from './diagnostics.ts';
import { loadSuites } from './load.ts';

const ours = loadSuites();

describe('our own suites', () => {
  it('have no mistakes', async () => {
    const { diagnostics, texts } = await ours;
    expect(diagnostics.map((one) => printDiagnostic(one, texts.get(one.at.file))).join('\n\n')).toBe('');
  });

  it('are those of the RFCs and those of the identity providers', async () => {
    const { suites, dialects } = await ours;
    expect(suites.map(({ name }) => name)).toEqual(expect.arrayContaining(['users', 'patch-replace', 'okta/users']));
    expect([...dialects.keys()]).toContain('okta');
  });

  it('are in the catalogue, sorted, each id once', async () => {
    const infos = catalogue(await ours, []);
    const ids = infos.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(infos.find(({ id }) => id === 'users/create-minimal')).toMatchObject({ suite: 'users', level: 'MUST' });
  });

  it('carry the weakest evidence of the operations they use', async () => {
    const { suites } = await ours;
    const cases = suites.flatMap((suite) => suite.cases);
    const speaking = cases.filter(({ steps }) => steps.some(({ kind }) => kind === 'operation'));
    expect(speaking.length).toBeGreaterThan(0);
    expect(speaking.every(({ evidence, mode }) => evidence !== undefined && mode !== undefined)).toBe(true);
    expect(cases.filter(({ dialect }) => dialect === undefined).every(({ evidence }) => evidence === undefined)).toBe(
      true,
    );
  });
});

describe('paths of the user', () => {
  it('that are not there are a diagnostic', async () => {
    const { diagnostics } = await loadSuites({ paths: ['no/such/folder'] });
    expect(diagnostics).toMatchObject([{ message: 'there is no such file or folder', at: { file: 'no/such/folder' } }]);
  });

  it('that lead into our own folder load nothing twice', async () => {
    const { suites } = await ours;
    const again = await loadSuites({ paths: [join(import.meta.dirname, '../../suites/rfc')] });
    expect(again.suites.map(({ name }) => name)).toEqual(suites.map(({ name }) => name));
  });

  it('may be a folder with a dialect and its suites, or the dialect alone', async () => {
    const folder = join(import.meta.dirname, '../../fixtures/idp/birch');
    const whole = await loadSuites({ paths: [folder] });
    expect(whole.diagnostics).toEqual([]);
    expect(whole.suites.map(({ name }) => name)).toContain('birch/users');
    expect(whole.dialects.get('birch')?.provisioning).toHaveProperty('careful');
    const alone = await loadSuites({ paths: [join(folder, 'dialect.yaml')] });
    expect(alone.diagnostics).toEqual([]);
    expect([...alone.dialects.keys()]).toContain('birch');
  });

  it('that hold suites without their dialect are told so', async () => {
    const { diagnostics } = await loadSuites({
      paths: [join(import.meta.dirname, '../../fixtures/idp/birch/users.yaml')],
    });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'there is no dialect `birch`',
      'there is no identity provider `birch`',
    ]);
  });
});
