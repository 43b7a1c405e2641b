import { describe, expect, test } from 'vitest';
import { parseFilter } from '../scim/filter.ts';
import { whyFalse } from './condition.ts';

const known = {
  facts: { bulk: { supported: true, maxOperations: 5 }, patch: { supported: false } },
  origins: { 'bulk.supported': 'ServiceProviderConfig', 'bulk.maxOperations': 'config', 'patch.supported': 'assumed' },
};

describe('whyFalse', () => {
  test.each([
    ['bulk.supported eq true', undefined],
    ['patch.supported eq true', 'patch.supported is false (assumed)'],
    ['bulk.supported eq true and bulk.maxOperations ge 6', 'bulk.maxOperations is 5 (config)'],
    ['bulk.maxOperations le 6 or patch.supported eq true', undefined],
    [
      'bulk.maxOperations gt 6 or patch.supported eq true',
      'bulk.maxOperations is 5 (config) and patch.supported is false (assumed)',
    ],
    ['not (bulk.supported eq true)', 'bulk.supported is true (ServiceProviderConfig)'],
    ['teleport.supported eq true', 'teleport.supported is not known'],
    ['not (teleport.supported pr)', undefined],
  ])('%s', (text, expected) => {
    expect(whyFalse(parseFilter(text), known)).toBe(expected);
  });
});
