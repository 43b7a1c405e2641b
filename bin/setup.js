// Makes `npm start` and `npm test` work on a fresh clone: installs and builds, and does neither when it is already done.
// Runs under whatever Node started npm, so it stays within what Node 18 understands.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);
const newest = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).reduce((time, entry) => {
    const path = join(folder, entry.name);
    return Math.max(time, entry.isDirectory() ? newest(path) : modified(path));
  }, modified(folder));
const run = (command, ...words) =>
  execFileSync(command, words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });

if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  process.stderr.write('Installing dependencies (once)…\n');
  run('npm', 'ci', '--silent', '--no-audit', '--no-fund');
}
if (modified('dist/.built') < Math.max(newest('src'), modified('tsconfig.json'), modified('package-lock.json'))) {
  process.stderr.write('Building…\n');
  run('npm', 'run', '--silent', 'build');
  writeFileSync(join(root, 'dist/.built'), '');
}
