import { expect, it } from 'vitest';
import { contextOf, eventsOf, FAILURE, result } from './example.testing.ts';
import { failuresInShort } from './failure.ts';

it('names each case that went wrong in a line: whom it fails, its id, the first reason', () => {
  const results = [
    result('users/pass', 'pass'),
    FAILURE,
    result('users/odd', 'warn'),
    result('users/now', 'fixed'),
    result('users/lost', 'error', { level: 'SHOULD', reasons: [{ message: 'no answer\u001b[2J' }] }),
    result('users/long', 'fail', { reasons: [{ message: 'x'.repeat(200) }] }),
  ];
  const lines = failuresInShort(contextOf(eventsOf(results), { columns: 100 }));
  expect(lines.slice(0, 3)).toEqual([
    '✖ MUST  patch/replace/no-path-attribute-case  displayName is "Babs" but should be "Barb"',
    '✖ MUST  users/now  passes, though the baseline says that it fails',
    expect.stringMatching(/^‼ SHOULD {2}users\/lost {2}no answer\S*\[2J$/),
  ]);
  expect(lines[3]).toHaveLength(100);
  expect(lines.join('')).not.toContain('\u001b');
});

it('names the identity providers that a failure keeps out', () => {
  const failed = result('okta/groups', 'fail', { level: 'NONE', under: { okta: 'not-ready' }, reasons: [] });
  expect(failuresInShort(contextOf(eventsOf([failed], [], { idps: ['okta'] })))).toEqual(['✖ Okta  okta/groups']);
});
