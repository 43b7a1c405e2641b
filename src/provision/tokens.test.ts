/** Tokens that end: in the middle of a run, while nothing happened, and for good. Over real HTTP, on a clock that the test moves. */
import { describe, expect, it } from 'vitest';
import { type Company, company } from './company.testing.ts';
import { CLIENT_SECRET, type TokenRules, type TokenService, tokenService } from './tokens.testing.ts';
import { apply, contents, type Passing, type Ran, type World, world } from './world.testing.ts';

interface Guarded {
  readonly place: World;
  readonly tokens: TokenService;
  /** Requests that reached the server behind the guard. */
  readonly carriedOut: Passing[];
}

/** A target that lets nobody in without a token that is good at that moment. */
const guarded = async (
  rules: TokenRules,
  kind: Parameters<TokenService['credentials']>[0] = 'client-credentials',
  secret = CLIENT_SECRET,
): Promise<Guarded> => {
  const tokens = await tokenService(rules);
  const place = await world({}, { auth: tokens.credentials(kind, secret), clock: tokens.clock });
  const carriedOut: Passing[] = [];
  place.trouble = (passing) => {
    if (!tokens.admits(passing.authorization)) return { status: 401 };
    carriedOut.push(passing);
    return undefined;
  };
  return { place, tokens, carriedOut };
};

const undisturbed = async (people: Company) => {
  const place = await world();
  await apply(place, people);
  return contents(place);
};

const creations = (passings: readonly Passing[]): string[] =>
  passings
    .filter(({ method, path }) => method === 'POST' && path === '/Users')
    .map(({ body }): string => JSON.parse(body).userName)
    .toSorted();

/** Nobody is lost, nobody is there twice, and nothing was asked for twice. */
const expectAllThere = async ({ place, carriedOut }: Guarded, people: Company, ran: Ran): Promise<void> => {
  expect(ran.refused).toEqual([]);
  expect(ran.exitCode).toBe(0);
  expect(creations(carriedOut)).toEqual(people.people.map(({ userName }) => userName).toSorted());
  expect(await contents(place)).toEqual(await undisturbed(people));
};

const expectNoSecrets = (ran: Ran): void =>
  expect(JSON.stringify(ran.events)).not.toMatch(new RegExp(`token-number|${CLIENT_SECRET}|${btoa('us:the')}`));

describe('a token that ends in the middle of a run', () => {
  it.each(['client-credentials', 'refresh-token'] as const)(
    'is replaced by one login for all of 32 requests at a time: %s',
    async (kind) => {
      const made = await guarded({ uses: 60 }, kind);
      const people = company(300, 12);
      const ran = await apply(made.place, people, { concurrency: 32 });
      await expectAllThere(made, people, ran);
      expectNoSecrets(ran);
      const { tokens, place, carriedOut } = made;
      expect(tokens.admitted()).toBe(carriedOut.length);
      // Each token was used up before there was another, and the service takes a refresh token once only.
      expect(tokens.logins).toHaveLength(Math.ceil(tokens.admitted() / 60));
      expect(tokens.logins.every(({ given }) => given)).toBe(true);
      expect(tokens.logins.length).toBeGreaterThan(5);
      // What was refused was sent once more, and nothing else.
      const refused = place.requests.length - carriedOut.length;
      expect(refused).toBeGreaterThanOrEqual(tokens.logins.length - 1);
      expect(refused).toBeLessThanOrEqual((tokens.logins.length - 1) * 32);
    },
  );

  it('is replaced before its end where that is known, and nothing is refused', async () => {
    const made = await guarded({ lifetimeMs: 100_000, told: true });
    const { place, tokens } = made;
    const admit = place.trouble;
    place.trouble = (passing) => {
      tokens.passTime(1000);
      return admit(passing);
    };
    const people = company(80, 2);
    await expectAllThere(made, people, await apply(place, people, { concurrency: 1 }));
    expect(place.requests.length).toBe(made.carriedOut.length);
    // A tenth of its life before its end: the ninetieth request has a new one.
    expect(tokens.logins).toHaveLength(Math.ceil(place.requests.length / 90));
  });
});

describe('a time in which nothing happens', () => {
  /** Long enough for every token and every connection. */
  const WEEK_MS = 7 * 24 * 3_600_000;
  const rules: TokenRules = { lifetimeMs: 3_600_000, refreshLifetimeMs: 24 * 3_600_000 };

  it.each([1, 32])('leads to one login from the credentials, at %d requests at a time', async (concurrency) => {
    const made = await guarded(rules, 'both');
    const { place, tokens } = made;
    const admit = place.trouble;
    place.trouble = (passing) => {
      if (passing.number === 70) tokens.passTime(WEEK_MS);
      return admit(passing);
    };
    const people = company(100, 5);
    const ran = await apply(place, people, { concurrency });
    await expectAllThere(made, people, ran);
    expectNoSecrets(ran);
    expect(tokens.logins).toEqual([
      { grant: 'refresh_token', given: true },
      { grant: 'refresh_token', given: false },
      { grant: 'client_credentials', given: true },
    ]);
  });

  it('between two runs ends the connections as well, and nothing is lost or doubled', async () => {
    const made = await guarded(rules, 'both');
    const { place, tokens, carriedOut } = made;
    const people = company(30, 3);
    await apply(place, { ...people, people: people.people.slice(0, 20) }, { concurrency: 8 });
    const admit = place.trouble;
    tokens.passTime(WEEK_MS);
    // Those that still seem to be open end at the moment in which they are used again.
    const before = place.requests.length;
    place.trouble = (passing) => (passing.number <= before + 8 ? 'reset' : admit(passing));
    const ran = await apply(place, people, { concurrency: 8 });
    await expectAllThere(made, people, ran);
    expect(tokens.logins.map(({ grant, given }) => [grant, given])).toEqual([
      ['refresh_token', true],
      ['refresh_token', false],
      ['client_credentials', true],
    ]);
    expect(carriedOut.length).toBe(tokens.admitted());
  });

  it.each([
    ['before it was carried out', 'reset', 1],
    ['after it was carried out', { after: 'reset' }, 1],
  ] as const)('after which a connection ends under a POST, %s: it is looked up first', async (_, trouble, times) => {
    const made = await guarded(rules);
    const { place, carriedOut } = made;
    const admit = place.trouble;
    let cut = 0;
    place.trouble = (passing) => {
      const posts = passing.method === 'POST' && passing.path === '/Users' && passing.body.includes('user3@');
      if (!posts || cut > 0) return admit(passing);
      cut = passing.number;
      if (trouble !== 'reset') admit(passing);
      return trouble;
    };
    const people = company(6, 1);
    const ran = await apply(place, people, { concurrency: 1 });
    await expectAllThere(made, people, ran);
    const later = place.requests.slice(cut).filter(({ path, body }) => `${path}${body}`.includes('user3@'));
    expect(later[0]?.method).toBe('GET');
    expect(creations(carriedOut).filter((name) => name.startsWith('user3@'))).toHaveLength(times);
  });
});

describe('without a token', () => {
  const people = company(12, 1);

  /** The run ends, nothing is held against anybody, and once it is put right the same command ends well. */
  const expectGoesOn = async (made: Guarded, ran: Ran): Promise<void> => {
    expect(ran.exitCode).toBe(3);
    expect(ran.refused).toEqual([]);
    expectNoSecrets(ran);
    const again = await apply(made.place, people, { concurrency: 1 });
    await expectAllThere(made, people, again);
  };

  it.each([
    [
      'nothing listens there',
      undefined,
      /^No token from http:\S+token: Nothing listens at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Is the server running, and is the port right\?/,
    ],
    [
      'a page for people',
      { status: 200, type: 'text/html', text: '<html>Sign in</html>' },
      /^No token from http:\S+token: it answered 200 with text\/html instead of JSON\. Check that the token URL is the token endpoint, and not a page for people\.$/,
    ],
    [
      'trouble',
      { status: 503, type: 'application/json', text: '{"error":"temporarily_unavailable"}' },
      /it answered 503, temporarily_unavailable\. Try again once it works\.$/,
    ],
    [
      'a refusal that repeats the secret',
      {
        status: 401,
        type: 'application/json',
        text: `{"error":"invalid_client","error_description":"not ${CLIENT_SECRET}"}`,
      },
      /it answered 401, invalid_client: not ‹redacted›\. Check the client id and the client secret; some want them/,
    ],
  ])('in the middle of a run, because of the token endpoint: %s', async (_, answer, because) => {
    const made = await guarded({ uses: 9 });
    const { place, tokens } = made;
    const admit = place.trouble;
    let comeBack: (() => Promise<void>) | undefined;
    place.trouble = (passing) => {
      if (passing.number === 9) {
        tokens.answer = answer;
        if (answer === undefined) comeBack = tokens.leave();
      }
      return admit(passing);
    };
    const ran = await apply(place, people, { concurrency: 4 });
    expect(ran.finished.stopped).toMatchObject({
      kind: 'lost',
      because: expect.stringMatching(because),
      hint: 'Nothing was sent without it; the same command goes on where this one ended.',
    });
    expect(tokens.admitted()).toBe(9);
    // All four that were under way waited for one login.
    expect(tokens.logins).toHaveLength(answer === undefined ? 1 : 2);
    place.trouble = admit;
    tokens.answer = undefined;
    await comeBack?.();
    await expectGoesOn(made, ran);
  });

  it('because of a wrong client secret, nothing is asked of the target', async () => {
    const { place, tokens } = await guarded({}, 'client-credentials', 'another-secret-of-us');
    const ran = await apply(place, people, { concurrency: 8 });
    expect(ran.finished.stopped).toMatchObject({
      kind: 'lost',
      because: `No token from ${tokens.tokenUrl}: it answered 401, invalid_client. Check the client id and the client secret; some want them in the body (\`client-authentication: post\`).`,
    });
    expect(JSON.stringify(ran.events)).not.toContain('another-secret');
    expect([place.requests.length, ran.exitCode]).toEqual([0, 3]);
  });

  it('because the refresh token has ended, and there are no credentials', async () => {
    const made = await guarded({ uses: 9, refreshLifetimeMs: 1000 }, 'refresh-token');
    const { place, tokens } = made;
    const admit = place.trouble;
    place.trouble = (passing) => {
      tokens.passTime(200);
      return admit(passing);
    };
    const ran = await apply(place, people, { concurrency: 1 });
    expect(ran.exitCode).toBe(3);
    expect(ran.finished.stopped?.because).toMatch(
      /it answered 400, invalid_grant: that one has ended\. The refresh token has ended, or was used before\. Sign in again, and put the new one where `refresh-token` says\.$/,
    );
    expectNoSecrets(ran);
    expect(tokens.logins).toHaveLength(2);
  });

  it('that is accepted the run ends after the second refusal, and says so', async () => {
    const made = await guarded({});
    const { place, tokens } = made;
    const admit = place.trouble;
    place.trouble = (passing) => (passing.number > 9 ? { status: 401 } : admit(passing));
    const ran = await apply(place, people, { concurrency: 1 });
    expect(ran.finished.stopped).toMatchObject({
      kind: 'lost',
      because: expect.stringMatching(
        /^the credential is not accepted: \S+ \S+ answered 401, and so it did to one that was fetched just now$/,
      ),
      hint: expect.stringContaining('Find out why a new token is refused'),
    });
    expect([tokens.logins.length, place.requests.length]).toEqual([2, 11]);
    place.trouble = admit;
    await expectGoesOn(made, ran);
  });
});
