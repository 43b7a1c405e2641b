import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeState, openState, unfinishedTargets } from './state.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'scimulate-state-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const target = 'https://example.com/scim/v2';
const create = { type: 'create', run: 'r', number: 1, tag: 't', method: 'POST', url: '/Users', searches: [] } as const;

describe('the state folder', () => {
  it('is there while a run goes on, hidden from git, and gone afterwards', () => {
    const folder = join(home, '.scimulate');
    const journal = openState(folder);
    expect(readdirSync(folder)).toContain('.gitignore');
    closeState(folder, journal);
    expect(existsSync(folder)).toBe(false);
  });

  it('stays while another run needs it', () => {
    const folder = join(home, '.scimulate');
    const mine = openState(folder);
    const other = openState(folder);
    closeState(folder, mine);
    other.write({ type: 'run', run: 'r', target, at: '2026-11-24T10:00:00Z', process: process.pid });
    other.write(create);
    closeState(folder, other);
    expect(unfinishedTargets(folder)).toEqual([target]);
    other.write({ type: 'settled', run: 'r', number: 1 });
    closeState(folder, other);
    expect(existsSync(folder)).toBe(false);
  });

  it('keeps what is not ours', () => {
    const journal = openState(home);
    writeFileSync(join(home, 'notes.txt'), 'mine');
    closeState(home, journal);
    expect(readdirSync(home)).toContain('notes.txt');
  });

  it('says where it cannot be', () => {
    writeFileSync(join(home, 'file'), '');
    expect(() => openState(join(home, 'file', 'state'))).toThrow(/the journal cannot be kept in .*file\/state/);
    expect(() => unfinishedTargets(join(home, 'file'))).toThrow(/the journals in .*file cannot be read: ENOTDIR/);
  });

  it.runIf(process.platform === 'linux')('is not looked for forever where no folder can be made', () => {
    expect(() => openState('/proc/scimulate/state')).toThrow(/the journal cannot be kept in \/proc\/scimulate\/state/);
  });
});
