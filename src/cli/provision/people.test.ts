import { expect, it, onTestFinished, vi } from 'vitest';
import { startServer } from '../../serve/server.ts';
import { openPeople } from './people.ts';

const config = { targets: new Map(), settings: {} };

it('says where the token for the server of the people goes, to whoever gave none', async () => {
  const server = await startServer({});
  onTestFinished(() => server.close());
  vi.stubEnv('SCIMULATE_TOKEN', server.token);
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(openPeople({ people: server.url }, config)).rejects.toMatchObject({
    message: expect.stringContaining('the server answered 401'),
    hint: expect.stringContaining('SCIMULATE_PEOPLE_TOKEN'),
  });
  vi.stubEnv('SCIMULATE_PEOPLE_TOKEN', 'wrong');
  await expect(openPeople({ people: server.url }, config)).rejects.toMatchObject({
    hint: expect.stringContaining('Check the token'),
  });
  vi.stubEnv('SCIMULATE_PEOPLE_TOKEN', server.token);
  const { directory, close } = await openPeople({ people: server.url }, config);
  expect(directory.describe()).toContain(server.url);
  await close();
});
