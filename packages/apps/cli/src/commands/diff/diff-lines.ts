/** A run of lines that both texts have, or one of them. */
export interface LineRun {
  readonly kind: 'same' | 'added' | 'removed';
  readonly lines: readonly string[];
}

/** Beyond this many pairs of lines, whatever is between the first and last difference counts as replaced. */
const MAX_PAIRS = 4_000_000;

/** Compares texts line by line, by their longest common subsequence. Removed lines come before added ones. */
export function diffLines(from: string, to: string): readonly LineRun[] {
  const [before, after] = [linesOf(from), linesOf(to)];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const middle = diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return joined([
    ...before.slice(0, start).map((line) => ({ kind: 'same', line }) as const),
    ...middle,
    ...before.slice(before.length - end).map((line) => ({ kind: 'same', line }) as const),
  ]);
}

interface Step {
  readonly kind: LineRun['kind'];
  readonly line: string;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function diffMiddle(before: readonly string[], after: readonly string[]): readonly Step[] {
  if (before.length * after.length > MAX_PAIRS) {
    return [
      ...before.map((line) => ({ kind: 'removed', line }) as const),
      ...after.map((line) => ({ kind: 'added', line }) as const),
    ];
  }
  const lengths = commonLengths(before, after);
  const steps: Step[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const [old, next] = [before[left], after[right]];
    if (old !== undefined && old === next) {
      steps.push({ kind: 'same', line: old });
      left++;
      right++;
    } else if (
      old !== undefined &&
      (next === undefined || at(lengths, left + 1, right) >= at(lengths, left, right + 1))
    ) {
      steps.push({ kind: 'removed', line: old });
      left++;
    } else {
      steps.push({ kind: 'added', line: next ?? '' });
      right++;
    }
  }
  return steps;
}

/** Length of the longest common subsequence of what is left from each pair of places. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let left = before.length - 1; left >= 0; left--) {
    const row = table[left];
    for (let right = after.length - 1; right >= 0 && row !== undefined; right--) {
      row[right] =
        before[left] === after[right]
          ? at(table, left + 1, right + 1) + 1
          : Math.max(at(table, left + 1, right), at(table, left, right + 1));
    }
  }
  return table;
}

function at(table: readonly Uint32Array[], row: number, column: number): number {
  return table[row]?.[column] ?? 0;
}

function joined(steps: readonly Step[]): readonly LineRun[] {
  const runs: { kind: LineRun['kind']; lines: string[] }[] = [];
  for (const { kind, line } of steps) {
    const last = runs.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs;
}
