/** For tests: an identity provider drives a target through the months of the fixtures' company. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { directoryOf } from '../provision/company.testing.ts';
import { provision } from '../provision/provision.ts';
import { collect, type Ran } from '../provision/world.testing.ts';
import type { Dialect } from '../suite/model.ts';
import { createClient } from '../wire/client.ts';
import type { Client } from '../wire/exchange.ts';
import { companyInStages, openCompany, type WholeCompany } from './company.testing.ts';
import { ourSuites } from './judge.ts';
import type { Place } from './read-target.testing.ts';

/** A target, and a client that speaks to it. */
export interface Meeting {
  readonly place: Place;
  readonly client: Client;
}

/** @param atEnd takes what ends both; they end with the test unless it is given */
export const meet = async (
  start: () => Promise<Place & { close(): Promise<void> }>,
  atEnd: (end: () => Promise<void>) => void = onTestFinished,
): Promise<Meeting> => {
  const place = await start();
  const { url: baseUrl, token } = place;
  const client = createClient({ baseUrl, auth: { type: 'bearer', token }, proxy: false, connections: 4 });
  atEnd(async () => {
    await client.close();
    await place.close();
  });
  return { place, client };
};

/** `entra:flagged` */
export const partnerOf = async (idp: string): Promise<{ readonly dialect: Dialect; readonly mode: string }> => {
  const [name = '', mode = ''] = idp.split(':');
  const dialect = (await ourSuites()).dialects.get(name);
  if (dialect === undefined) throw new Error(`there is no dialect ${name}`);
  return { dialect, mode };
};

export interface Month {
  /** The company as it was until then, and is now. */
  readonly until: readonly WholeCompany[];
  /** From 0 on. */
  readonly month: number;
  readonly ran: Ran;
  /** The same once more, with nothing changed. */
  readonly again: () => Promise<Ran>;
}

/** Founds the company from its CSV files, and goes on month by month, whenever the next is asked for. */
export async function* months(idp: string, { client }: Meeting): AsyncGenerator<Month> {
  const { dialect, mode } = await partnerOf(idp);
  const folder = mkdtempSync(join(tmpdir(), 'months-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stages = await companyInStages();
  for (const [month, company] of stages.entries()) {
    const apply = async (): Promise<Ran> => {
      const directory = month === 0 ? await openCompany() : directoryOf(company);
      return collect(provision({ client, dialect, mode, directory, state: join(folder, 'state.db') }));
    };
    yield { until: stages.slice(0, month + 1), month, ran: await apply(), again: apply };
  }
}
