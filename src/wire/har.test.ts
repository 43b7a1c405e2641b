import { expect, test } from 'vitest';
import { toHar } from './har.ts';
import { answerJson, client, get, httpServer, unusedPort } from './servers.testing.ts';

test('an archive holds requests, answers and failures', async () => {
  const url = await httpServer((_request, response) => answerJson(response, 200, { name: 'Zoë' }, { Location: '/x' }));
  const good = await client({ baseUrl: url }).send({
    method: 'POST',
    target: '/Users?filter=a+eq+%22b%22&x',
    headers: [['Content-Type', 'application/scim+json']],
    body: '{"a":"ë"}',
  });
  const bad = await client({ baseUrl: `http://127.0.0.1:${await unusedPort()}` }).send(get('/Users'));
  const { log } = toHar([good, bad], '1.2.3');
  expect(log).toMatchObject({
    version: '1.2',
    creator: { name: 'scimulate', version: '1.2.3' },
    entries: [
      {
        startedDateTime: good.at,
        time: good.durationMs,
        comment: 'exchange 1',
        request: {
          method: 'POST',
          url: `${url}/Users?filter=a+eq+%22b%22&x`,
          queryString: [
            { name: 'filter', value: 'a eq "b"' },
            { name: 'x', value: '' },
          ],
          postData: { mimeType: 'application/scim+json', text: '{"a":"ë"}' },
          bodySize: 10,
        },
        response: {
          status: 200,
          statusText: 'OK',
          content: { size: 15, mimeType: 'application/scim+json', text: '{"name":"Zoë"}' },
          redirectURL: '/x',
        },
      },
      {
        response: {
          status: 0,
          content: { size: 0, mimeType: 'x-unknown' },
          _error: expect.stringContaining('Nothing listens'),
        },
      },
    ],
  });
});
