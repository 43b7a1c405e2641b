/**
 * One `provision apply` in a process of its own, against a service provider in the same process that answers at once.
 * Arguments: the file with the people, and the state file. Says what came of it to the process that made it.
 */
import { openDirectory } from '../directory/open.ts';
import { provision } from '../provision/provision.ts';
import { createClient } from '../wire/client.ts';
import type { Answer, Outgoing } from '../wire/transport.ts';
import { creatingProvider } from './providers.ts';
import type { Applied } from './rows.ts';

let created = 0;
const answerTo = ({ method, body = '' }: Outgoing): Answer => {
  const headers = [['Content-Type', 'application/scim+json']] as const;
  // All that is read is what the target says about itself.
  if (method !== 'POST') return { status: 200, headers, bytes: Buffer.from('{"patch":{"supported":true}}', 'utf8') };
  created += 1;
  return { status: 201, headers, bytes: Buffer.from(`{"id":"${created}",${body.slice(1)}`, 'utf8') };
};

const [, , people = '', state = ''] = process.argv;
const client = createClient({
  ...{ baseUrl: 'http://127.0.0.1:8080/scim/v2', auth: { type: 'bearer', token: 'secret-of-the-bench' }, proxy: false },
  transport: async (outgoing) => {
    // As on a network: whoever waits for an answer lets others do something.
    await new Promise(setImmediate);
    return { sentAt: Date.now(), durationMs: 0, answer: answerTo(outgoing) };
  },
});
const from = performance.now();
const directory = await openDirectory({ people });
const { title: _, ...provider } = await creatingProvider();
for await (const event of provision({ client, ...provider, directory, state, concurrency: 8 })) {
  if (event.type !== 'finished') continue;
  const { created, unchanged, requests } = event.summary;
  const milliseconds = performance.now() - from;
  const applied: Applied = { created, unchanged, requests, milliseconds, peak: process.resourceUsage().maxRSS };
  process.send?.(applied);
}
await client.close();
process.disconnect?.();
