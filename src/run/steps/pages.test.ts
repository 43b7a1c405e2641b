import { describe, expect, test } from 'vitest';
import { serverWith } from '../flawed-server.testing.ts';
import { rehearse, suiteFrom } from '../rehearse.testing.ts';

describe('pages of a server that', () => {
  const pages = (by: 'index' | 'cursor') => `
  - id: users/pages
    title: The listing ends
    cites: [R1]
    steps:
      - {pages: GET /Users, query: {asked: 1}, by: ${by}, count: 2, limit: 5, expect: {body: {pages: {ge: 1}}}}
`;
  const judge = async (by: 'index' | 'cursor', page: (query: URLSearchParams) => Record<string, unknown>) => {
    const { client } = await serverWith(({ query }) =>
      query.has('asked') ? { status: 200, body: page(query) } : undefined,
    );
    return (await rehearse({ client, loaded: await suiteFrom(pages(by)) })).of('users/pages');
  };
  const two = [{ id: '1' }, { id: '2' }];

  test('never ends a listing by index', async () => {
    const { outcome, reasons } = await judge('index', () => ({ Resources: two }));
    expect(outcome).toBe('fail');
    expect(reasons[0]?.message).toBe('the listing did not end after 5 pages');
  });

  test('leads in a circle by cursor', async () => {
    const { reasons, exchanges } = await judge('cursor', () => ({ Resources: two, nextCursor: 'again' }));
    expect(reasons[0]?.message).toBe('nextCursor of page 2 leads back to an earlier page');
    expect(exchanges).toHaveLength(2);
  });

  test('holds more than is read here: not judged', async () => {
    const { outcome, reasons } = await judge('index', () => ({ totalResults: 5000, Resources: two }));
    expect(outcome).toBe('blocked');
    expect(reasons[0]?.message).toContain('the listing has 5000 entries');
  });

  test('stops with an error on the way', async () => {
    const { reasons } = await judge('index', (query) =>
      query.get('startIndex') === '1' ? { totalResults: 4, Resources: two } : { totalResults: 4, Resources: 'none' },
    );
    expect(reasons).toEqual([]);
  });
});
