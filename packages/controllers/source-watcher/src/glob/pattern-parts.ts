/** Whether a path is a pattern. */
export function hasGlob(path: string): boolean {
  return /[*?[\]]/.test(path);
}

/** The directory above the first part of a pattern that is not a plain name; empty for the root. */
export function literalPrefix(pattern: string): string {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const first = parts.findIndex(hasGlob);
  return parts.slice(0, first < 0 ? parts.length : first).join('/');
}
