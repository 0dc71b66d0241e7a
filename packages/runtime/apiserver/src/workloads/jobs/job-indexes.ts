/** Kubernetes has no Jobs with more indexes that may be done out of order. */
const MAX_INDEXES = 100_000;

/** Reads indexes such as `0-2,5`, as far as they are below the number of completions. */
export function parseIndexes(text: unknown, completions: number): Set<number> {
  const end = Math.min(MAX_INDEXES, completions);
  const indexes = new Set<number>();
  for (const interval of String(text ?? '').split(',')) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(interval) ?? [];
    if (from === undefined) continue;
    for (let index = Number(from); index <= Number(to) && index < end; index++) indexes.add(index);
  }
  return indexes;
}

/** Writes indexes as `0-2,5`. */
export function renderIndexes(indexes: ReadonlySet<number>): string {
  const runs: [number, number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs
    .map(([start, end]) => (start === end ? String(start) : `${start}${end === start + 1 ? ',' : '-'}${end}`))
    .join(',');
}
