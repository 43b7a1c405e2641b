import { describe, expect, test } from 'vitest';
import { CREATE, embedded } from './embedded.testing.ts';
import { rehearse, suiteFrom } from './rehearse.testing.ts';

describe('a server that shows its writes late', () => {
  test('is given the lag, by repeating reads only', async () => {
    const { client, close } = await embedded({ lagMs: 60 });
    const loaded = await suiteFrom(CREATE.replace('- send: GET', '- eventually: target\n        send: GET'));
    const patient = await rehearse({ client, loaded, lagMs: 5000 });
    expect(patient.outcomes).toEqual({ 'users/create': 'pass' });
    expect(patient.requests('users/create').filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(patient.summary.leftovers).toEqual([]);
    const strict = await rehearse({ client, loaded, lagMs: 0 });
    expect(strict.outcomes).toEqual({ 'users/create': 'fail' });
    await close();
  });
});
