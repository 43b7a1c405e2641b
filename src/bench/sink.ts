/**
 * A service provider that believes everything and keeps nothing, in a process of its own: it finds nobody, and gives whatever
 * it is sent an id. Sends its port to the process that made it, and ends with it.
 */
import { createServer } from 'node:http';

const NOBODY = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  Resources: [],
});
const HEADERS = { 'Content-Type': 'application/scim+json' } as const;

let created = 0;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.method !== 'POST') {
      response.writeHead(200, HEADERS).end(NOBODY);
      return;
    }
    created += 1;
    const echoed = Buffer.concat(chunks).toString('utf8').slice(1);
    response.writeHead(201, HEADERS).end(`{"id":"${created}",${echoed}`);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.on('disconnect', () => process.exit());
