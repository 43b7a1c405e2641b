import { describe, it } from 'vitest';
import { startProgram } from '../independent-server.ts';
import { describeReview } from '../review.testing.ts';
import { installServer, type Recipe } from './install.ts';

/** Without a network npm would go on trying for more than a minute. */
const SOON = ['--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000'];

const ofNode: Recipe = {
  needs: ['npm', '--version'],
  install: [['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', ...SOON]],
  start: [process.execPath, './server.js'],
};

/** Servers that others wrote, each in a folder of `fixtures/servers` with what it is installed from. */
const SERVERS: Readonly<Record<string, Recipe>> = {
  'scim2-server': {
    needs: ['python3', '-c', 'import venv, sys; sys.exit(sys.version_info < (3, 11))'],
    install: [
      ['python3', '-m', 'venv', 'venv'],
      [
        'venv/bin/pip',
        'install',
        '--disable-pip-version-check',
        '--quiet',
        '--retries=1',
        '--no-deps',
        '-r',
        'requirements.txt',
      ],
    ],
    start: ['./venv/bin/python', './server.py'],
  },
  elimity: {
    needs: ['go', 'version'],
    install: [['go', 'build', '-mod=readonly', '-o', 'server', '.']],
    start: ['./server'],
  },
  'better-auth': ofNode,
  'saml-jackson': ofNode,
};

const wanted = (process.env.INTEROP_ONLY ?? Object.keys(SERVERS).join(' ')).split(' ');

for (const [name, recipe] of Object.entries(SERVERS).filter(([name]) => wanted.includes(name))) {
  const installation = await installServer(name, recipe);
  if ('reason' in installation) {
    process.stdout.write(`${name} is not judged: ${installation.reason}\n`);
    describe(name, () => it.skip(`cannot be installed: ${installation.reason}`, () => {}));
  } else {
    describeReview(name, () => startProgram(installation.program, installation.args));
  }
}
