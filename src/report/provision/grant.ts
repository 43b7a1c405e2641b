/** `provision grant` and `revoke` for people, in a line. */
import type { GrantDocument } from '../../provision/events.ts';
import { createPaint } from '../paint.ts';
import { count, duration, printable, wrap } from '../printable.ts';
import type { ProvisionContext } from './listener.ts';

/** Ends in a line end. */
export const grantText = (
  document: GrantDocument,
  { colour, columns }: Pick<ProvisionContext, 'colour' | 'columns'>,
): string => {
  const paint = createPaint(colour);
  const { outcome, requests, durationMs } = document;
  const [mark, shade] =
    outcome === 'refused'
      ? (['✖', paint.bad] as const)
      : outcome === 'failed'
        ? (['?', paint.doubtful] as const)
        : (['✔', paint.good] as const);
  const [first = '', ...rest] = wrap(sentence(document), columns - 2);
  return `${[
    shade(`${mark} ${first}`),
    ...rest.map((line) => shade(`  ${line}`)),
    paint.faint(`  ${count(requests, 'request')} in ${duration(durationMs)}`),
  ].join('\n')}\n`;
};

const sentence = ({ action, outcome, user, group, because }: GrantDocument): string => {
  const who = printable(user.name ?? user.given);
  const where = printable(group.name ?? group.given);
  const isIn = action === 'grant' ? 'is a member of' : 'is not a member of';
  switch (outcome) {
    case 'granted':
    case 'revoked':
      return `${outcome}: ${who} ${isIn} ${where} now`;
    case 'already':
      return `nothing to do: ${who} ${isIn} ${where} already`;
    case 'refused':
      return `refused: ${printable(because ?? 'no reason was given')}`;
    case 'failed':
      return `could not tell: ${printable(because ?? 'no reason was given')}`;
  }
};
