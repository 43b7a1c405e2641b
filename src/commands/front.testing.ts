/** A server in front of another, which decides what becomes of an answer. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Front {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Passes every request on, with the token, and its answer back.
 * @param onCreated told the number of each POST that has been carried out, before it is answered; with false there is no answer
 */
export const startFront = async (
  behind: string,
  token: string,
  onCreated: (number: number) => Promise<boolean> | boolean,
): Promise<Front> => {
  let created = 0;
  const server = createServer({}, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = 'GET', url = '' } = request;
    const answer = await fetch(behind + url, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    if (method === 'POST') {
      created += 1;
      if (!(await onCreated(created))) return;
    }
    response.writeHead(answer.status, { 'Content-Type': 'application/scim+json' }).end(await answer.text());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};
