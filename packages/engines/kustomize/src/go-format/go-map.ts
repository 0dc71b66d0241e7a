import { compareUtf8 } from '@gotk/json';

/** A map of texts as Go prints it with `%v`: `map[a:1 b:2]`. */
export function goMapText(map: ReadonlyMap<string, string>): string {
  const entries = [...map].sort(([a], [b]) => compareUtf8(a, b)).map(([key, value]) => `${key}:${value}`);
  return `map[${entries.join(' ')}]`;
}

/** A list of texts as Go prints it with `%v`: `[a b]`. */
export function goListText(items: readonly string[]): string {
  return `[${items.join(' ')}]`;
}
