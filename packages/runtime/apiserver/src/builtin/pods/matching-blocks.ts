/** Lines that two texts have in common, from 0: `size` of them, from `a` in the one and from `b` in the other. */
export interface MatchingBlock {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** In a text of so many lines those that stand in more than one of a hundred places do not begin a match. */
const LONG_TEXT = 200;
/** Pairs of lines that are looked at; what is then not yet matched counts as different, so that no text takes long. */
const MAX_PAIRS = 4_000_000;

/**
 * What two texts have in common, by the rule of Ratcliff and Obershelp: the longest run of common lines, the first of equal ones, and
 * then the same to the left and to the right of it. The server's differences are made so, and differ from the shortest ones.
 */
export function matchingBlocks(before: readonly string[], after: readonly string[]): readonly MatchingBlock[] {
  const texts: Texts = { before, after, places: placesOf(after), budget: { pairs: MAX_PAIRS } };
  const blocks: MatchingBlock[] = [];
  const open: Section[] = [{ a: 0, aEnd: before.length, b: 0, bEnd: after.length }];
  for (let section = open.pop(); section !== undefined; section = open.pop()) {
    const block = longestBlock(texts, section);
    if (block.size === 0) continue;
    blocks.push(block);
    const [a, b] = [block.a + block.size, block.b + block.size];
    if (section.a < block.a && section.b < block.b) open.push({ ...section, aEnd: block.a, bEnd: block.b });
    if (a < section.aEnd && b < section.bEnd) open.push({ ...section, a, b });
  }
  return joined(blocks.sort((left, right) => left.a - right.a));
}

interface Texts {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Where each line stands in the text after. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  readonly budget: { pairs: number };
}

/** A part of both texts, by half-open ranges of lines. */
interface Section {
  readonly a: number;
  readonly aEnd: number;
  readonly b: number;
  readonly bEnd: number;
}

function placesOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const known = places.get(line);
    if (known === undefined) places.set(line, [index]);
    else known.push(index);
  }
  if (lines.length < LONG_TEXT) return places;
  const most = Math.floor(lines.length / 100) + 1;
  return new Map([...places].filter(([, indexes]) => indexes.length <= most));
}

function longestBlock(texts: Texts, section: Section): MatchingBlock {
  const { before, places, budget } = texts;
  let best: MatchingBlock = { a: section.a, b: section.b, size: 0 };
  /** By a place in the text after: how many lines up to it are those up to the present one before. */
  let runs = new Map<number, number>();
  for (let a = section.a; a < section.aEnd && budget.pairs > 0; a++) {
    const next = new Map<number, number>();
    for (const b of places.get(before[a] ?? '') ?? []) {
      budget.pairs--;
      if (b < section.b || b >= section.bEnd) continue;
      const size = (runs.get(b - 1) ?? 0) + 1;
      next.set(b, size);
      if (size > best.size) best = { a: a - size + 1, b: b - size + 1, size };
    }
    runs = next;
  }
  return widened(texts, section, best);
}

/** The block with the common lines around it that were too frequent to begin a match. */
function widened({ before, after }: Texts, section: Section, { a, b, size }: MatchingBlock): MatchingBlock {
  let [start, end] = [0, size];
  while (a + start > section.a && b + start > section.b && before[a + start - 1] === after[b + start - 1]) start--;
  while (a + end < section.aEnd && b + end < section.bEnd && before[a + end] === after[b + end]) end++;
  return { a: a + start, b: b + start, size: end - start };
}

function joined(blocks: readonly MatchingBlock[]): readonly MatchingBlock[] {
  const result: MatchingBlock[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (last !== undefined && last.a + last.size === block.a && last.b + last.size === block.b)
      result.splice(-1, 1, { ...last, size: last.size + block.size });
    else result.push(block);
  }
  return result;
}
