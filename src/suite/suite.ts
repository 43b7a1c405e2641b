/** YAML → Suite, and what must be true of a suite as a whole. */
import { basename, dirname } from 'node:path';
import { type ReadCase, toCases } from './case.ts';
import type { Library } from './library.ts';
import type { Suite } from './model.ts';
import { childOf, itemsOf, type Source, textOf } from './source.ts';
import { didYouMean } from './suggest.ts';

/** The subjects that ids of the RFC suites begin with; those of an identity provider's suite begin with its name. */
export const SUBJECTS: readonly string[] = [
  'discovery',
  'users',
  'groups',
  'filter',
  'sort',
  'paging',
  'projection',
  'patch',
  'put',
  'delete',
  'bulk',
  'etag',
  'errors',
  'auth',
  'search',
  'me',
  'neighbours',
  'coherence',
];

export interface ReadSuite {
  readonly suite: Suite;
  readonly source: Source;
  readonly cases: readonly ReadCase[];
}

/** `wrongParts` are the parts whose shape is wrong (`cases/3`): they are left out, because they have been reported. */
export const toSuite = (source: Source, wrongParts: readonly string[], library: Library): ReadSuite => {
  const dialect = textOf(childOf(source, 'dialect'));
  const name = textOf(childOf(source, 'suite')) ?? '';
  checkSuite(source, name, dialect, library);
  const cases = itemsOf(childOf(source, 'cases')).flatMap((one, index) => {
    if (wrongParts.includes(`cases/${index}`)) return [];
    checkId(one, name, dialect, library);
    return toCases(source, one, library);
  });
  const about = textOf(childOf(source, 'about'));
  const suite: Suite = {
    name: dialect === undefined ? name : `${dialect}/${name}`,
    title: textOf(childOf(source, 'title')) ?? '',
    ...(about === undefined ? {} : { about }),
    ...(dialect === undefined ? {} : { dialect }),
    file: source.file.name,
    cases: cases.map(({ testCase }) => testCase),
  };
  return { suite, source, cases };
};

const checkSuite = (source: Source, name: string, dialect: string | undefined, library: Library): void => {
  const { dialects, broken, problems } = library;
  const named = childOf(source, 'suite');
  const file = basename(source.file.name).replace(/\.ya?ml$/u, '');
  if (named !== undefined && name !== file) {
    problems.error(
      named,
      `this suite is called \`${name}\`, but its file \`${basename(source.file.name)}\``,
      `Call it \`${file}\`, or rename the file.`,
    );
  }
  const at = childOf(source, 'dialect');
  if (at !== undefined && dialect !== undefined && !dialects.has(dialect) && !broken.has(dialect)) {
    problems.error(at, `there is no dialect \`${dialect}\``, didYouMean(dialect, dialects.keys(), 'Dialects'));
  }
};

/** The first segment says what a case is about: a subject, the identity provider, or, outside our own folders, the suite. */
const checkId = (source: Source, suite: string, dialect: string | undefined, { problems }: Library): void => {
  const id = childOf(source, 'id');
  const [first = ''] = (textOf(id) ?? '').split('/');
  if (id === undefined) return;
  const own = dirname(source.file.name) === 'suites/rfc' ? [] : [suite];
  const allowed = dialect === undefined ? [...SUBJECTS, ...own] : [dialect];
  if (allowed.includes(first)) return;
  const hint =
    dialect === undefined ? didYouMean(first, allowed) : `In a suite of this dialect ids begin with \`${dialect}/\`.`;
  problems.error(
    id,
    `the id begins with \`${first}\`, which is no subject of this suite`,
    hint ?? `Subjects: ${allowed.join(', ')}.`,
  );
};
