import { describe, expect, it } from 'vitest';
import { coverageByArea, coverageOf, tally } from './coverage.ts';
import type { Requirement } from './model.ts';

const row = (id: string, area: string, verdict: Requirement['verdict'], unseen?: string): Requirement => ({
  ...{ id, area, verdict, rfc: 'RFC7644', section: '3', level: 'MUST', says: id },
  ...(unseen !== undefined && { unseen }),
});
const MATRIX = [
  row('A-1', 'Filter', 'fail'),
  row('B-1', 'Bulk', 'warn', 'It is about clients.'),
  row('A-2', 'Filter', 'fail', 'Nobody looks into a server.'),
  row('A-3', 'Filter', 'info'),
];
const CASES = [
  { id: 'filter/one', cites: ['A-1', 'A-2'] },
  { id: 'filter/two', cites: ['A-1', 'A-1'] },
];

describe('coverage', () => {
  it('finds the cases of each requirement, once each; a case wins over a reason to have none', () => {
    expect(coverageOf(MATRIX, CASES).map(({ requirement, ...rest }) => [requirement.id, rest])).toEqual([
      ['A-1', { cases: ['filter/one', 'filter/two'], state: 'judged' }],
      ['B-1', { cases: [], state: 'unseen' }],
      ['A-2', { cases: ['filter/one'], state: 'judged' }],
      ['A-3', { cases: [], state: 'open' }],
    ]);
  });

  it('counts by area and verdict', () => {
    const covered = coverageOf(MATRIX, CASES);
    expect(coverageByArea(covered)).toEqual([
      {
        area: 'Filter',
        tallies: {
          fail: { judged: 2, unseen: 0, open: 0 },
          warn: { judged: 0, unseen: 0, open: 0 },
          info: { judged: 0, unseen: 0, open: 1 },
        },
      },
      {
        area: 'Bulk',
        tallies: {
          fail: { judged: 0, unseen: 0, open: 0 },
          warn: { judged: 0, unseen: 1, open: 0 },
          info: { judged: 0, unseen: 0, open: 0 },
        },
      },
    ]);
    expect(tally(covered)).toEqual({ judged: 2, unseen: 1, open: 1 });
  });
});
