import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The house rules as data: what each folder knows, and what it may therefore import.
 * `folders` are imports of values, `types` are additional imports of types only.
 */
const HOUSE: Record<string, { knows: string; folders: string[]; types?: string[]; packages: string[]; node: boolean }> =
  {
    scim: { knows: 'the protocol and nothing else', folders: [], packages: [], node: false },
    wire: { knows: 'HTTP', folders: ['scim'], packages: ['undici', 'oauth4webapi'], node: true },
    serve: {
      knows: 'how to be a service provider, and nothing of judging',
      folders: ['scim'],
      packages: [],
      node: true,
    },
    suite: {
      knows: 'our file formats',
      folders: ['scim'],
      types: ['wire', 'run'],
      packages: ['yaml', 'ajv', 'ajv-formats'],
      node: true,
    },
    expect: {
      knows: 'judging a message, without any I/O',
      folders: ['scim', 'wire'],
      types: ['suite'],
      packages: [],
      node: false,
    },
    checks: {
      knows: 'what holds on every exchange',
      folders: ['scim', 'expect', 'wire'],
      types: ['suite', 'run'],
      packages: [],
      node: false,
    },
    speak: {
      knows: 'one request or listing: write, send, judge, capture',
      folders: ['scim', 'wire', 'suite', 'expect'],
      packages: [],
      node: true,
    },
    directory: {
      knows: 'where people and groups come from, and nothing of where they go',
      folders: ['scim', 'wire', 'suite'],
      packages: [],
      node: true,
    },
    provision: {
      knows: "the identity provider's side: what to send, in which order, and what has been sent",
      folders: ['scim', 'wire', 'suite', 'expect', 'speak', 'directory'],
      types: ['run'],
      packages: ['jsonata'],
      node: true,
    },
    simulate: {
      knows: 'a company that lives, and whether the target still is what the identity provider told it',
      folders: ['scim', 'wire', 'suite', 'expect', 'speak', 'directory', 'provision'],
      packages: [],
      node: true,
    },
    run: {
      knows: 'in which order things happen',
      folders: ['scim', 'wire', 'suite', 'expect', 'checks', 'speak'],
      packages: [],
      node: true,
    },
    report: {
      knows: 'its readers; it only listens',
      folders: ['scim', 'wire', 'run', 'suite'],
      types: ['expect', 'directory', 'provision', 'simulate'],
      packages: ['chalk', 'listr2'],
      node: true,
    },
    cli: {
      knows: 'the terminal: flags, config, progress, exit status',
      folders: [
        'scim',
        'wire',
        'suite',
        'expect',
        'checks',
        'run',
        'report',
        'serve',
        'directory',
        'provision',
        'simulate',
      ],
      packages: ['@oclif/core', 'chalk', 'listr2'],
      node: true,
    },
    commands: {
      knows: 'one command line each: parse, call, render',
      folders: [
        'cli',
        'report',
        'run',
        'suite',
        'serve',
        'checks',
        'wire',
        'scim',
        'directory',
        'provision',
        'simulate',
      ],
      packages: ['@oclif/core'],
      node: true,
    },
  };
/** Tests, and what tests share: servers of their own, generators of random values. They may use anything. */
const FOR_TESTS = /\.(test|testing)\.ts$/;
/** Folders that stand outside the product: they may use all of it. */
const OUTSIDE = ['proof', 'bench'];

const root = import.meta.dirname;

interface Import {
  file: string;
  folder: string;
  what: string;
  typeOnly: boolean;
}

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') && !FOR_TESTS.test(entry.name) ? [path] : [];
  });

const importsOf = (path: string): Import[] => {
  const file = relative(root, path);
  const folder = file.includes('/') ? (file.split('/')[0] ?? '') : '';
  const text = readFileSync(path, 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gm);
  return [...statements].map((match) => ({
    file,
    folder,
    what: match[2] ?? match[3] ?? '',
    typeOnly: match[1] !== undefined,
  }));
};

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The folder below src/ that a relative import leads to, or undefined for one that stays in its own. */
const folderOf = (entry: Import): string | undefined => {
  const target = relative(root, resolve(root, dirname(entry.file), entry.what));
  const folder = target.split('/')[0] ?? '';
  return folder === entry.folder || target.startsWith('..') ? undefined : folder;
};

const objection = (entry: Import): string | undefined => {
  const rule = HOUSE[entry.folder];
  if (rule === undefined) return `src/${entry.folder}/ is not a room of the house: add it to HOUSE with what it knows`;
  const refuse = (why: string) =>
    `src/${entry.file} imports '${entry.what}', but ${entry.folder}/ knows ${rule.knows}: ${why}`;
  if (entry.what.startsWith('node:')) return rule.node ? undefined : refuse('it does no I/O, so no node: module');
  if (!entry.what.startsWith('.')) {
    const name = packageName(entry.what);
    return rule.packages.includes(name) ? undefined : refuse(`it may use ${rule.packages.join(', ') || 'no package'}`);
  }
  const folder = folderOf(entry);
  if (folder === undefined || rule.folders.includes(folder)) return undefined;
  if (entry.typeOnly && rule.types?.includes(folder)) return undefined;
  return refuse(
    `it may import ${[...rule.folders, ...(rule.types ?? []).map((name) => `types of ${name}`)].join(', ') || 'nothing'}`,
  );
};

const all = sources(root).flatMap(importsOf);
const inTheHouse = all.filter((entry) => entry.folder !== '' && !OUTSIDE.includes(entry.folder));

describe('the house', () => {
  it('has imports that only go downwards', () => {
    expect(inTheHouse.map(objection).filter((text) => text !== undefined)).toEqual([]);
  });

  it('has no room for leftovers', () => {
    const names = readdirSync(root, { recursive: true }).map(String);
    expect(names.filter((name) => /(^|\/)(utils?|lib|helpers?|common|misc)(\/|\.ts$|$)/.test(name))).toEqual([]);
  });

  it('prints only where people or programs are being told something', () => {
    const printing = sources(root)
      .filter((path) => !/^(cli|commands|report|bench|proof)\//.test(relative(root, path)))
      .filter((path) => /\bconsole\.|process\.(stdout|stderr)\b/.test(withoutComments(readFileSync(path, 'utf8'))));
    expect(printing.map((path) => relative(root, path))).toEqual([]);
  });

  it('sees an import that goes upwards', () => {
    expect(objection({ file: 'scim/path.ts', folder: 'scim', what: '../wire/client.ts', typeOnly: false })).toContain(
      'scim/ knows the protocol and nothing else',
    );
    expect(objection({ file: 'run/run.ts', folder: 'run', what: 'undici', typeOnly: false })).toContain(
      'it may use no package',
    );
    expect(objection({ file: 'expect/judge.ts', folder: 'expect', what: 'node:fs', typeOnly: false })).toContain(
      'no I/O',
    );
    expect(
      objection({ file: 'expect/judge.ts', folder: 'expect', what: '../suite/model.ts', typeOnly: true }),
    ).toBeUndefined();
  });
});
