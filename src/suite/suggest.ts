/** "Did you mean": the nearest of the words that would have been right. */

/** Edit distance with neighbouring letters swapped counted as one (optimal string alignment), on lower case. */
const distance = (left: string, right: string): number => {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let best = Math.min((previous[j - 1] ?? 0) + (same ? 0 : 1), (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
};

/** The candidate nearest to `word`, or undefined when none is within `most` edits, a third of its letters by default. */
export const nearest = (
  word: string,
  candidates: Iterable<string>,
  most = Math.max(1, Math.floor(word.length / 3)),
): string | undefined => {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = most + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const found = distance(wanted, candidate.toLowerCase());
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
};

const MOST_LISTED = 12;

/** A hint as a sentence: the nearest word, else the words there are (when they are few), else nothing. */
export const didYouMean = (word: string, candidates: Iterable<string>, are = 'Known'): string | undefined => {
  const all = [...candidates];
  const near = nearest(word, all);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  if (all.length === 0 || all.length > MOST_LISTED) return undefined;
  return `${are}: ${all.join(', ')}.`;
};
