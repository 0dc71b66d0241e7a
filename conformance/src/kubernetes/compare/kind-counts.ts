import { readKnownFailing } from '../../known-failing.js';

/** How many answers about each kind are alike, against how many are known to differ. */
export class KindCounts {
  readonly #known: ReadonlyMap<string, string>;
  readonly #alike = new Map<string, number>();
  readonly #different = new Map<string, number>();

  /** @param file lines of a kind, the number of its answers that may differ, and why. Without it none may. */
  constructor(file: string | undefined) {
    this.#known = file === undefined ? new Map() : readKnownFailing(file);
  }

  count(kind: string, isAlike: boolean): void {
    const counts = isAlike ? this.#alike : this.#different;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }

  /** Prints what there is to say. @returns whether no kind has more differences than are known. */
  report(): boolean {
    const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
    console.log(`field by field: ${sum(this.#alike)} answered alike, ${sum(this.#different)} differently`);
    const limits = new Map([...this.#known.keys()].map((line) => splitLine(line)));
    const kinds = [...new Set([...this.#different.keys(), ...limits.keys()])].sort();
    const worse = kinds.filter((kind) => {
      const [found, limit] = [this.#different.get(kind) ?? 0, limits.get(kind) ?? 0];
      if (found < limit)
        console.log(`  ${kind}: ${found} differ, fewer than the ${limit} that are known; lower the number`);
      if (found > limit) console.log(`  ${kind}: ${found} differ, ${limit} are known; see --filter '^${kind}: '`);
      return found > limit;
    });
    return worse.length === 0;
  }
}

function splitLine(line: string): readonly [string, number] {
  const [kind = '', count = '0'] = line.split(' ');
  return [kind, Number(count)];
}
