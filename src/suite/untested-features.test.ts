import { expect, it } from 'vitest';
import { loadSuites } from './load.ts';
import { untestedFeatures } from './untested-features.ts';

it('finds none in our own dialects', async () => {
  expect(untestedFeatures(await loadSuites())).toEqual([]);
});

it('finds the features of a dialect that has no case, where they stand', async () => {
  const loaded = await loadSuites({ paths: ['fixtures/idp/birch/dialect.yaml'] });
  const features = Object.keys(loaded.dialects.get('birch')?.features ?? {});
  const found = untestedFeatures(loaded);
  expect(found).toHaveLength(features.length);
  expect(found[0]).toMatchObject({
    severity: 'warning',
    message: `no case names the feature \`${features[0]}\` of ${loaded.dialects.get('birch')?.title}`,
    at: { file: 'fixtures/idp/birch/dialect.yaml' },
  });
});

it('leaves out those that some case names', async () => {
  const loaded = await loadSuites({ paths: ['fixtures/idp/birch'] });
  expect(untestedFeatures(loaded).map(({ message }) => message)).toEqual([
    'no case names the feature `update-users` of Birch',
    'no case names the feature `group-membership` of Birch',
  ]);
});
