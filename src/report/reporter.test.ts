import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileDestination, streamDestination } from './destination.ts';
import { contextOf, eventsOf, result } from './example.testing.ts';
import { createReporter } from './reporter.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scimulate-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const EVENTS = eventsOf([result('users/pass', 'pass')]);

describe('a reporter', () => {
  it('writes its file in one piece at the end, in a folder that it makes', async () => {
    const file = join(folder, 'deep', 'report.json');
    const reporter = createReporter('json', fileDestination(file), contextOf(EVENTS));
    for (const event of EVENTS) reporter.on(event);
    expect(readdirSync(join(folder, 'deep'))).toEqual([`.report.json.${process.pid}.part`]);
    await reporter.end?.();
    expect(readdirSync(join(folder, 'deep'))).toEqual(['report.json']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1, counts: { pass: 1 } });
  });

  it('leaves the last report alone when a run broke off', async () => {
    const file = join(folder, 'report.json');
    writeFileSync(file, 'the last one');
    await createReporter('json', fileDestination(file), contextOf(EVENTS.slice(0, -1))).end?.();
    expect(readdirSync(folder)).toEqual(['report.json']);
    expect(readFileSync(file, 'utf8')).toBe('the last one');
  });

  it('streams the events, one a line', () => {
    let written = '';
    const reporter = createReporter(
      'ndjson',
      streamDestination({ write: (text) => (written += text) }),
      contextOf(EVENTS),
    );
    for (const event of EVENTS) reporter.on(event);
    expect(
      written
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).type),
    ).toEqual(EVENTS.map(({ type }) => type));
  });
});

describe('a file destination', () => {
  it('refuses what cannot be a file, before anything is run', () => {
    expect(() => fileDestination(folder)).toThrow('is a folder');
    writeFileSync(join(folder, 'file'), '');
    expect(() => fileDestination(join(folder, 'file', 'report.json'))).toThrow();
    expect(() => fileDestination('/proc/no/such/report.json')).toThrow();
  });

  it('writes through a link and into a device instead of replacing them', () => {
    const file = join(folder, 'real.json');
    writeFileSync(file, 'old');
    symlinkSync(file, join(folder, 'link.json'));
    const destination = fileDestination(join(folder, 'link.json'));
    destination.write('new');
    destination.close();
    expect(readFileSync(file, 'utf8')).toBe('new');
    const device = fileDestination('/dev/null');
    device.write('gone');
    device.close();
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });
});
