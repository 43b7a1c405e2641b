import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProgram } from '../independent-server.ts';
import { type Installation, installServer, type Recipe } from './install.ts';

const node = process.execPath;
/** Without a package manager: what it would do is said by a line of JavaScript. */
const doing = (script: string): Recipe => ({
  needs: [node, '--version'],
  install: [[node, '-e', script]],
  start: [node, './server.js'],
});

const SERVER = `require('node:http').createServer().listen(0, '127.0.0.1', function () {
  console.log('listening on http://127.0.0.1:' + this.address().port);
});
process.stdin.on('end', () => process.exit(0)).resume();`;

describe('a server that others wrote', () => {
  let home: string;
  let folders: { servers: string; cache: string };
  const install = (recipe: Recipe): Promise<Installation> => installServer('thing', recipe, folders);

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'interop-'));
    folders = { servers: join(home, 'servers'), cache: join(home, 'cache') };
    await mkdir(join(folders.servers, 'thing'), { recursive: true });
    await writeFile(join(folders.servers, 'thing/server.js'), SERVER);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  it('is left out where the machine has not what it is written in', async () => {
    const recipe: Recipe = { ...doing(''), needs: ['no-such-language', '--version'] };
    expect(await install(recipe)).toEqual({ reason: 'there is no no-such-language on this machine' });
  });

  it('is left out where the registry does not answer, with the line that says so', async () => {
    const lines = ['npm error code ECONNREFUSED', 'npm error errno', 'npm error A complete log can be seen in: x'];
    const script = `console.error(${JSON.stringify(lines.join('\n'))}); process.exit(1)`;
    expect(await install(doing(script))).toEqual({ reason: expect.stringMatching(/: npm error code ECONNREFUSED$/) });
  });

  it('is left out with the last words of whatever else goes wrong', async () => {
    const script = `console.error('first\\nlast\\n'); process.exit(1)`;
    expect(await install(doing(script))).toEqual({ reason: expect.stringMatching(/: last$/) });
  });

  it('is installed once, and starts', async () => {
    const once = `const fs = require('node:fs'); fs.appendFileSync(${JSON.stringify(join(home, 'count'))}, '.')`;
    const first = await install(doing(once));
    expect(await install(doing(once))).toEqual(first);
    if ('reason' in first) throw new Error(first.reason);
    const server = await startProgram(first.program, first.args);
    await server.close();
    expect(await readFile(join(home, 'count'), 'utf8')).toBe('.');
  });
});
