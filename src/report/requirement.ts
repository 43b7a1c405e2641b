import type { Requirement } from '../suite/model.ts';
import type { Paint } from './paint.ts';
import { padEnd, printable, wrap } from './printable.ts';

/** As wide as `RFC 7644 §3.5.2.3` with a gap. */
const MARGIN = 20;
const MOST = 3;

/** `RFC 7644 §3.5.2`, or the id itself for what no RFC says. */
export const citation = (requirement: Requirement): string =>
  requirement.rfc === 'INTEROP' ? 'practice' : `RFC ${requirement.rfc.replace(/^RFC/, '')} §${requirement.section}`;

/** The cited requirements in our wording, each beginning with its section. */
export const requirementLines = (
  cites: readonly string[],
  requirements: ReadonlyMap<string, Requirement>,
  columns: number,
  paint: Paint,
  most = MOST,
): string[] =>
  cites.slice(0, most).flatMap((id) => {
    const requirement = requirements.get(id);
    if (requirement === undefined) return [printable(id)];
    return labelled(citation(requirement), requirement.says, columns, paint.strong);
  });

/** A word in the margin and a text beside it, wrapped. */
export const labelled = (label: string, text: string, columns: number, colour: (text: string) => string): string[] => {
  const margin = Math.max(MARGIN, label.length + 2);
  return wrap(printable(text), columns - margin).map(
    (line, index) => `${colour(padEnd(index === 0 ? label : '', margin))}${line}`,
  );
};
