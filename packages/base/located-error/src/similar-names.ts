const MOST_EDITS = 2;

/**
 * The names that somebody may have meant, in their order: those that begin with what was typed, or are at most two letters
 * away from it, capitals or not. For hints.
 */
export function similarNames(typed: string, known: readonly string[]): readonly string[] {
  return known.filter((name) => isSimilar(name.toLowerCase(), typed.toLowerCase()));
}

function isSimilar(known: string, typed: string): boolean {
  if (known.startsWith(typed)) return true;
  return Math.abs(known.length - typed.length) <= MOST_EDITS && editDistance(known, typed) <= MOST_EDITS;
}

/** Insertions, deletions and replacements that lead from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
