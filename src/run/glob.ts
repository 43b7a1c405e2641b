/** Patterns over case ids: `*` stays within a segment, `**` goes across, a lone `*` is everything. */

const translate = (part: string): string => {
  switch (part) {
    case '**/':
      return '(?:.*/)?';
    case '**':
      return '.*';
    case '*':
      return '[^/]*';
    case '?':
      return '[^/]';
    default:
      return part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  }
};

export const isGlob = (pattern: string): boolean => /[*?]/.test(pattern);

/** A test for one pattern: `patch/**`, `users/create-*`, or a plain id, which matches only itself. */
export const globMatcher = (pattern: string): ((id: string) => boolean) => {
  if (!isGlob(pattern)) return (id) => id === pattern;
  const parts = (pattern === '*' ? '**' : pattern).match(/\*\*\/|\*\*|\*|\?|[^*?]+/g) ?? [];
  const expression = new RegExp(`^${parts.map(translate).join('')}$`, 'u');
  return (id) => expression.test(id);
};
