/** A pattern of parts that fit one item each, and of stars that fit any number of items. */
export interface StarredPattern<Part, Item> {
  readonly parts: readonly Part[];
  readonly isStar: (part: Part) => boolean;
  /** Asked of parts that are no stars. */
  readonly fits: (part: Part, item: Item) => boolean;
}

/**
 * Whether all items fit all parts in order, in time proportional to the product of their numbers: of several stars only the
 * last one is tried again.
 */
export function matchStars<Part, Item>(
  { parts, isStar, fits }: StarredPattern<Part, Item>,
  items: readonly Item[],
): boolean {
  let at = 0;
  let position = 0;
  let restart: { at: number; position: number } | undefined;
  for (let item = items[position]; item !== undefined; item = items[position]) {
    const part = parts[at];
    if (part !== undefined && isStar(part)) {
      restart = { at: ++at, position };
    } else if (part !== undefined && fits(part, item)) {
      at++;
      position++;
    } else if (restart !== undefined) {
      at = restart.at;
      position = ++restart.position;
    } else return false;
  }
  return parts.slice(at).every(isStar);
}
