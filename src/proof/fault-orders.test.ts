import { describe, expect, it } from 'vitest';
import type { CaseInfo } from '../run/events.ts';
import { byCase, corrected, readFaultOrders } from './fault-orders.ts';

const USAGE = 'npm run faults -- [ID…] [--only GLOB]… [--write | --seed NUMBER]';
const FAULTS = ['put-merges', 'etag-stale'];
const info = (id: string): CaseInfo => ({ id, title: id, suite: 'x', level: 'NONE', cites: [], idps: {}, sources: [] });
const INFOS = ['put/replace', 'put/refuse', 'etag/match'].map(info);
const read = (...words: string[]) => readFaultOrders(words, FAULTS, INFOS);

describe('the words after npm run faults', () => {
  it('means every fault and every case when it is told nothing', () => {
    expect(read()).toEqual({ write: false, ids: ['etag-stale', 'put-merges'] });
  });

  it('takes faults, and globs of cases whatever their level', () => {
    expect(read('put-merges', '--only', 'put/**', '--write')).toEqual({
      write: true,
      ids: ['put-merges'],
      cases: ['put/replace', 'put/refuse'],
    });
  });

  it('takes the seed of another pace', () => {
    expect(read('put-merges', '--seed', '7')).toEqual({ write: false, ids: ['put-merges'], seed: 7 });
  });

  it.each([
    [['put-merge'], 'there is no fault `put-merge`. Did you mean `put-merges`?', undefined],
    [['--onyl', 'x'], "Unknown option '--onyl'", USAGE],
    [['--seed', 'x'], '--seed takes a whole number, not `x`', USAGE],
    [['--seed', '1', '--write'], '--seed shows and --write writes', USAGE],
  ])('refuses %j', (words, message, hint) => {
    expect(() => read(...words)).toThrow(expect.objectContaining({ message, hint }));
  });

  it('refuses a glob that no case matches', () => {
    expect(() => read('--only', 'patch/**')).toThrow('No case matches --only `patch/**`.');
  });
});

it('turns what faults break into what breaks cases', () => {
  const brokenBy = new Map([
    ['etag-stale', ['etag/match', 'put/replace']],
    ['put-merges', ['put/replace']],
  ]);
  expect(byCase(['put/replace', 'put/refuse'], brokenBy)).toEqual([
    'put/replace\n  etag-stale\n  put-merges',
    'put/refuse\n  no fault breaks it',
  ]);
});

it('corrects the lines of the cases that were judged, and leaves the others', () => {
  expect(corrected(['a/gone', 'a/kept', 'b/other'], ['a/gone', 'a/kept', 'a/new'], ['a/kept', 'a/new'])).toEqual([
    'a/kept',
    'a/new',
    'b/other',
  ]);
});
