/**
 * The command line as people meet it: every file in fixtures/transcripts is what commands printed and how they ended.
 * The built program is run (`npm test` builds it first). `vitest run src/commands -u` writes them anew; read the
 * difference before you commit it.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { provider, setUp, stranger, TOKEN, transcript, words, workingFolder } from './transcripts.testing.ts';

setUp();

it('explains itself', () =>
  transcript('help', 'Help', [
    { words: [] },
    words('test --help'),
    words('suites'),
    words('provision'),
    words('provision apply --help'),
    words('simulate --help'),
  ]));

it('shows a failure on one screen', async () => {
  const url = await provider({ faults: ['filter-username-case-sensitive'] });
  await transcript('failure', 'A server that compares user names with case', [
    words(`test ${url} --only filter/value-case`),
    words('test demo --fault filter-username-case-sensitive --only filter/value-case --only users/create-minimal'),
    words('test demo --fault filter-username-case-sensitive --only filter/value-case --quiet'),
  ]);
});

it('asks whether an identity provider can work with a server', async () => {
  const url = await provider({ faults: ['patch-op-case-sensitive'] });
  await transcript('readiness', 'A server that refuses the capital letters of Entra', [
    words(`test ${url} --idp entra --only entra/users/disable/**`),
    words('test demo --idp entra --only entra/gallery/rate --rate 10/s'),
  ]);
});

it('says when all is well', () =>
  transcript('conforms', 'Nothing wrong', [
    words('test demo --only users/create-minimal'),
    words('test demo --only users/create-minimal --quiet'),
  ]));

it('corrects wrong usage', () =>
  transcript('wrong-usage', 'Wrong usage', [
    words('tset demo'),
    words('test'),
    words('test demo --onyl users/**'),
    words('test demo extra'),
    words('test dmo'),
    words('test localhost:8080/scim/v2'),
    words('test demo --fault filter-user-name-case-sensitive'),
    words('test http://127.0.0.1:1/scim --fault filter-username-case-sensitive'),
    words('test demo --only', 'pach/**'),
    words('test demo --only users'),
    words('test demo --idp okat'),
    words('test demo --level should-have'),
    words('test demo --concurrency many'),
    words('test demo --max-lag 5'),
    words('test demo --sustained 1h'),
    words('test demo --reporter jnuit'),
    words('test demo --reporter json:.'),
    words('test demo --reporter junit --json'),
    words('test demo --header no-colon'),
    words('test demo --suite nowhere'),
    words('test http://user:password@example.com/scim'),
    words('serve --fault filter-user-name-case-sensitive'),
    words('serve --preset nobody'),
    words('cases show users/creat-minimal'),
    words('cases show patch/add'),
    words('cases show'),
    words('suites check nowhere'),
    words('test dmo --json'),
  ]));

it('does not take its own trouble for a verdict', async () => {
  const html = await stranger((_, response) => response.setHeader('Content-Type', 'text/html').end('<h1>Welcome</h1>'));
  const redirect = await stranger((_, response) =>
    response.writeHead(302, { Location: 'https://login.example.com/' }).end(),
  );
  const evil = await stranger((_, response) =>
    response.setHeader('Content-Type', 'application/scim+json').end('{"detail": "\u001b[2J", '),
  );
  const guarded = await provider();
  await transcript('could-not-tell', 'The question cannot be answered', [
    words('test http://127.0.0.1:1/scim/v2'),
    words(`test ${html}`),
    words(`test ${redirect}`),
    words(`test ${evil}`),
    { ...words(`test ${guarded}`), environment: { SCIMULATE_TOKEN: '' } },
    { ...words(`test ${guarded} --quiet`), environment: { SCIMULATE_TOKEN: 'wrong' } },
    words(`probe ${html}`),
  ]);
});

it('lists and explains cases', () =>
  transcript('cases', 'Cases', [
    words('cases', 'sort/**'),
    words('cases --only users/create-minimal --json'),
    words('cases show users/create-minimal'),
    words('cases show okta/groups/rename/oin'),
    words('cases show exchange/media-type'),
  ]));

it('judges by a profile', () =>
  transcript('profile', 'A profile', [
    words('test demo --profile interop --only interop/complex-replaced,interop/complex-merged'),
    words('test demo --profile ipsie-al1 --only interop/patch --quiet'),
    words('cases --profile ipsie-al1 ipsie-al1/**'),
    words('cases show interop/declared'),
    words('cases --coverage --profile ipsie-al1'),
    words('test demo --profile ipsie'),
  ]));

it('lists the identity providers', () =>
  transcript('idps', 'Identity providers', [
    words('idps jumpcloud'),
    words('idps conductorone --json'),
    words('idps jumpclod'),
  ]));

it('shows what a server says about itself', async () => {
  const url = await provider({ preset: 'minimal' });
  await transcript('probe', 'What a server says about itself', [words('probe demo'), words(`probe ${url} --idp okta`)]);
});

it('checks suite files', () =>
  transcript('suites-check', 'Suite files', [
    words('suites check ours.yaml'),
    words('suites check wrong'),
    words('suites check wrong --json'),
    words('test demo --suite wrong/ours.yaml'),
    words('test demo --suite ours.yaml --only ours/nickname'),
  ]));

it('reads a config file and a baseline', async () => {
  const url = await provider({ faults: ['filter-username-case-sensitive'] });
  writeFileSync(
    join(workingFolder(), 'scimulate.config.yaml'),
    `target: local\ntargets:\n  local:\n    url: ${url}\n    auth: {bearer: {env: LOCAL_TOKEN}}\n`,
  );
  const environment = { SCIMULATE_TOKEN: '', LOCAL_TOKEN: TOKEN };
  await transcript('config', 'Config file and baseline', [
    { ...words('test --only filter/value-case --baseline baseline.yaml'), environment },
    { ...words('test --only users/create-minimal,filter/value-case --baseline outlived.yaml'), environment },
    words('test --config bad-config.yaml'),
    words('test demo --baseline bad-baseline.yaml'),
    { ...words('test --only filter/value-case'), environment: { SCIMULATE_TOKEN: '' } },
    { ...words('cleanup'), environment },
  ]);
  rmSync(join(workingFolder(), 'scimulate.config.yaml'));
});
