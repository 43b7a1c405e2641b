import { describe, expect, test } from 'vitest';
import { type BaselineEntry, createBaseline, readBaseline } from './baseline.ts';

const TODAY = '2026-11-24';
const baseline = (...entries: BaselineEntry[]) => createBaseline(entries, TODAY);

describe('a baseline', () => {
  const entry = { cases: 'filter/**', because: 'JIRA-1', until: '2026-11-24' };

  test('makes failures and warnings known, and what passes fixed', () => {
    const one = baseline(entry);
    expect(one.apply('filter/and', 'fail')).toEqual({ outcome: 'known', known: entry });
    expect(one.apply('filter/or', 'warn').outcome).toBe('known');
    expect(one.apply('filter/not', 'pass')).toEqual({ outcome: 'fixed', known: entry });
    expect(one.apply('sort/by', 'fail')).toEqual({ outcome: 'fail' });
  });

  test('leaves alone what was not judged, but for a set-up that is expected not to work', () => {
    const one = baseline(entry);
    for (const outcome of ['skip', 'note', 'error', 'blocked'] as const) {
      expect(one.apply('filter/and', outcome)).toEqual({ outcome });
    }
    expect(one.apply('filter/and', 'blocked', true).outcome).toBe('known');
  });

  test('excuses nothing after its date', () => {
    const one = baseline({ ...entry, until: '2026-11-23' });
    expect(one.apply('filter/and', 'fail')).toEqual({ outcome: 'fail' });
    expect(one.unused(['filter/and'])).toEqual([{ cases: 'filter/**', because: 'ended on 2026-11-23' }]);
  });

  test('tells which entries excused nothing', () => {
    const one = baseline(
      entry,
      { cases: 'filtr/and', because: 'x' },
      { cases: 'sort/by', because: 'x' },
      { cases: 'bulk/*', because: 'x' },
    );
    one.apply('filter/and', 'fail');
    one.apply('sort/by', 'skip');
    expect(one.unused(['filter/and', 'sort/by', 'bulk/a'])).toEqual([
      { cases: 'filtr/and', because: 'matches no case. Did you mean `filter/and`?' },
      { cases: 'sort/by', because: 'none of its cases was judged' },
    ]);
  });
});

describe('readBaseline', () => {
  test('reads entries; one may name several cases', () => {
    const data = [{ cases: ['a/b', 'c/**'], because: 'known', until: '2027-03-01' }];
    expect(readBaseline(data)).toEqual({
      entries: [
        { cases: 'a/b', because: 'known', until: '2027-03-01' },
        { cases: 'c/**', because: 'known', until: '2027-03-01' },
      ],
      problems: [],
    });
    expect(readBaseline(null)).toEqual({ entries: [], problems: [] });
  });

  test.each([
    [{ cases: [] }, 'A baseline is a list of entries with `cases` and `because`.'],
    [['a'], 'entry 1: expected `cases`, `because` and perhaps `until`.'],
    [[{ cases: 'a', because: 'b' }, { cases: 'a' }], 'entry 2: `because` must say why this failure is accepted.'],
    [[{ because: 'b' }], 'entry 1: `cases` must be a case id, a glob, or a list of them.'],
    [[{ cases: 'a', because: 'b', until: 'soon' }], 'entry 1: `until` must be a date like 2027-03-01.'],
    [[{ cases: 'a', because: 'b', untill: '2027-01-01' }], 'entry 1: unknown key `untill`. Did you mean `until`?'],
  ])('%o', (data, problem) => {
    expect(readBaseline(data).problems).toEqual([problem]);
  });
});
