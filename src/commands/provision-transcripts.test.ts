/** As transcripts.test.ts, of `provision` and `simulate`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  type Command,
  frontOf,
  provider,
  setUp,
  TOKEN,
  transcript,
  words,
  workingFolder,
} from './transcripts.testing.ts';

setUp();

const inOrder = { inOrder: true };
const directoryIn = (folder: string): string =>
  `--people ${folder}/people.csv --groups ${folder}/groups.csv --memberships ${folder}/memberships.csv`;
const COMPANY = directoryIn('company');
const NEXT_MONTH = directoryIn('next-month');

it('provisions a directory, and what becomes of it', async () => {
  const url = await provider();
  const as = `--idp okta:oin --state okta.state`;
  await transcript(
    'provision',
    'From a directory to a service provider',
    [
      words(`provision plan ${url} ${COMPANY} ${as}`),
      words(`provision apply ${url} ${COMPANY} ${as}`),
      words(`provision apply --target ${url} ${COMPANY} ${as} --json`),
      words(`provision plan ${url} ${NEXT_MONTH} ${as}`),
      words(`provision plan ${url} ${NEXT_MONTH} ${as} --json`),
      words(`provision apply ${url} ${NEXT_MONTH} ${as} --rejects rejects.csv`),
      words(`provision status --state okta.state`),
      words(`provision plan --people company/people.csv --idp okta:oin --explain siobhan@example.com`),
    ],
    inOrder,
  );
});

it('goes on where it was killed', async () => {
  const url = await provider();
  let kill = (): void => {};
  const front = await frontOf(url, (created) => {
    if (created === 4) kill();
    return created !== 4;
  });
  const apply = words(
    `provision apply ${front} --people company/people.csv --idp okta --state okta-2.state --concurrency 1`,
  );
  const killed: Command = {
    ...apply,
    onStart(killer) {
      kill = killer;
    },
  };
  const status = words('provision status --state okta-2.state');
  const title = 'Killed when the target had carried out the fourth creation';
  await transcript('provision-killed', title, [killed, status, apply, status], inOrder);
  const answer = await fetch(`${url}/Users?count=0`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(await answer.json()).toMatchObject({ totalResults: 6 });
});

it('stops to ask, and tells what was refused', async () => {
  const url = await provider({ faults: ['group-put-members-immutable-error'] });
  const as = (state: string): string => `provision apply ${url} --idp okta --state ${state}.state --concurrency 1`;
  writeFileSync(
    join(workingFolder(), 'broken.csv'),
    'id;User Name;first name\n1;kim@example.com;Kim\n2;lee@example.com;Lee\n2;lee.again@example.com;Lee;Lee\n',
  );
  await transcript(
    'provision-refused',
    'What cannot be done',
    [
      words(`${as('large')} --people company-of-60/people.csv -q`),
      words(`${as('large')} --people company/people.csv`),
      words(`${as('other')} ${COMPANY} -q`),
      words(`${as('other')} ${NEXT_MONTH} --rejects rejects.csv`),
      words('provision status --state other.state'),
      words(`${as('broken')} --people broken.csv`),
    ],
    inOrder,
  );
});

it('lists what a target has, and takes it over', async () => {
  const url = await provider();
  const options = `--idp jumpcloud --state jumpcloud.state`;
  await transcript(
    'provision-pull',
    'What the target has',
    [
      words(`provision apply ${url} --idp okta --state first.state --people company/people.csv --concurrency 1 -q`),
      words(`provision pull ${url} ${options}`),
      words(`provision pull ${url} ${options} --adopt ana@example.com --adopt nobody`),
      words(`provision pull ${url} ${options} --people company/people.csv --adopt all -q --new`),
      words(`provision pull ${url} ${options} --output pulled.csv`),
      words(`provision plan ${url} ${options} --people pulled.csv`),
    ],
    inOrder,
  );
});

it('gives and takes away single memberships', async () => {
  const url = await provider();
  await transcript(
    'provision-grant',
    'One membership',
    [
      words(`provision apply ${url} --idp entra --state memberships.state ${COMPANY} -q`),
      words(`provision grant omar@example.com Engineering ${url}`),
      words(`provision grant omar@example.com Engineering ${url} --json`),
      words(`provision revoke omar@example.com Engineering ${url}`),
      words(`provision grant nobody Engineering ${url}`),
      words(`provision grant omar@example.com Engineering ${url} --idp okta`),
    ],
    inOrder,
  );
});

it('lives for some days', async () => {
  const faulty = await provider({ faults: ['group-remove-member-by-value-array-wipes-all'] });
  await transcript('simulate', 'A company that lives', [
    words('simulate okta demo --people 40 --days 5'),
    words('simulate okta demo --people 40 --days 5 --json'),
    words(`simulate entra ${faulty} --people 40 --days 5`),
  ]);
});

it('corrects wrong usage', () =>
  transcript('provision-wrong-usage', 'Wrong usage of provision and simulate', [
    words('provision aply demo'),
    words(`provision apply demo ${COMPANY}`),
    words(`provision apply demo --idp conductorone ${COMPANY}`),
    words(`provision apply demo --idp ./nowhere/dialect.yaml ${COMPANY}`),
    words('provision apply demo --idp okta --people ours.yaml'),
    words('provision apply https://example.com/scim/v2 --idp okta --people company/people.csv'),
    words('provision apply https://example.com/scim/v2 --idp okta --people company/people.csv --state ours.yaml'),
    words('provision apply demo --idp okta --people company/people.csv --plan no-such-plan'),
    words('provision apply demo --idp okta --people company/people.csv --rejects nowhere/rejects.csv'),
    words('provision plan demo --idp okta --people company/people.csv --explain zoe'),
    words('provision status'),
    words('provision grant ana@example.com'),
    words('simulate okta demo --people many'),
    words('provision apply demo --idp okta --people nowhere.csv --json'),
  ]));
