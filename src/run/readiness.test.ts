import { describe, expect, test } from 'vitest';
import type { Dialect, Evidence } from '../suite/model.ts';
import type { CaseInfo, CaseResult } from './events.ts';
import { type ReadinessResult, readiness, weakestEvidence } from './readiness.ts';

const okta: Dialect = {
  ...{
    name: 'okta',
    title: 'Okta',
    file: 'okta/dialect.yaml',
    modes: {},
    headers: [],
    bodyHeaders: [],
    operations: {},
  },
  features: { create: 'Create users', update: 'Update users', groups: 'Push groups' },
  query: { space: '%20', keep: '', trailing: '' },
};
const info = (
  id: string,
  features: string[],
  evidence?: Evidence,
  need: 'required' | 'optional' = 'required',
): CaseInfo => ({
  ...{ id, title: id, suite: 's', level: 'NONE', cites: [], sources: [] },
  idps: { okta: { features, need } },
  ...(evidence && { evidence }),
});
const result = (id: string, under: CaseResult['under'][string], why?: string): [string, ReadinessResult] => [
  id,
  { id, outcome: 'note', under: { okta: under }, ...(why === undefined ? {} : { why }) },
];
const table = (infos: CaseInfo[], results: [string, ReadinessResult][]) =>
  readiness(['okta'], new Map([['okta', okta]]), infos, new Map(results));

describe('readiness', () => {
  test('says of what is ready what the cases do not show', () => {
    const limited: [string, ReadinessResult] = [
      'a',
      { id: 'a', outcome: 'pass', under: { okta: 'ready' }, limits: 'tested for 1 s' },
    ];
    const [row] = table([info('a', ['create'])], [limited]);
    expect(row).toMatchObject({ status: 'ready', because: [], why: 'tested for 1 s' });
  });

  test('is ready when every required case was judged and held', () => {
    const infos = [
      info('a', ['create'], 'documented'),
      info('b', ['create'], 'assumed'),
      info('c', ['create'], 'code', 'optional'),
    ];
    const [row] = table(infos, [result('a', 'ready'), result('b', 'ready')]);
    expect(row).toEqual({
      ...{ idp: 'okta', feature: 'create', title: 'Create users' },
      ...{ status: 'ready', because: [], evidence: 'assumed' },
    });
  });

  test('one failure is enough for not ready, and only the failures tell the evidence', () => {
    const infos = [
      info('a', ['create'], 'documented'),
      info('b', ['create'], 'assumed'),
      info('c', ['create'], 'code'),
    ];
    const [row] = table(infos, [result('a', 'not-ready'), result('b', 'not-tested'), result('c', 'ready')]);
    expect(row).toMatchObject({ status: 'not-ready', because: ['a'], evidence: 'documented' });
  });

  test('what could not be judged leaves it open, with the first reason', () => {
    const infos = [info('a', ['create']), info('b', ['create'])];
    const [row] = table(infos, [result('a', 'ready'), result('b', 'not-tested', 'bulk.supported is false')]);
    expect(row).toMatchObject({ status: 'not-tested', because: ['b'], why: 'bulk.supported is false' });
  });

  test('what could not be judged for several reasons gives the one that most of its cases give', () => {
    const infos = ['a', 'b', 'c'].map((id) => info(id, ['create']));
    const [one, other, third] = ['applies to no exchange', 'Group is false', 'Group is false'].map((why, index) =>
      result(infos[index]?.id ?? '', 'not-tested', why),
    );
    const [row] = table(infos, one && other && third ? [one, other, third] : []);
    expect(row).toMatchObject({ status: 'not-tested', because: ['a', 'b', 'c'], why: 'Group is false' });
  });

  test('a run of a part of the cases proves nothing ready, but can prove it not ready', () => {
    const infos = [info('a', ['create', 'update']), info('b', ['create'])];
    const [create, update, groups] = table(infos, [result('a', 'ready')]);
    expect(create).toMatchObject({
      status: 'not-tested',
      because: ['b'],
      why: '1 of its 2 required cases were not run',
    });
    expect(update?.status).toBe('ready');
    expect(groups).toMatchObject({ status: 'not-tested', because: [], why: 'no case tests it' });
    expect(table(infos, [result('a', 'not-ready')])[0]?.status).toBe('not-ready');
  });
});

test('the weakest evidence', () => {
  expect(weakestEvidence(['documented', 'reported', 'code', undefined])).toBe('reported');
  expect(weakestEvidence([undefined])).toBeUndefined();
});
