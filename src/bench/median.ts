/** The middle one; for an even number the lower of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const middle = values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)];
  if (middle === undefined) {
    throw new Error('there is nothing to take the median of');
  }
  return middle;
};
