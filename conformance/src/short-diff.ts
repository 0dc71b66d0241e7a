const CONTEXT_LINES = 2;
const MAX_LINES = 24;

/** A short line diff: from the first differing line on, a little context before it, at most 24 lines. */
export function shortDiff(expected: string, actual: string): string {
  const want = expected.split('\n');
  const have = actual.split('\n');
  let first = 0;
  while (first < want.length && first < have.length && want[first] === have[first]) first++;
  let tail = 0;
  while (
    tail < want.length - first &&
    tail < have.length - first &&
    want[want.length - 1 - tail] === have[have.length - 1 - tail]
  )
    tail++;
  const lines = [
    `@@ line ${first + 1} @@`,
    ...want.slice(Math.max(0, first - CONTEXT_LINES), first).map((line) => `  ${line}`),
    ...want.slice(first, want.length - tail).map((line) => `- ${line}`),
    ...have.slice(first, have.length - tail).map((line) => `+ ${line}`),
  ];
  if (lines.length <= MAX_LINES) return lines.join('\n');
  return [...lines.slice(0, MAX_LINES), `… ${lines.length - MAX_LINES} more lines`].join('\n');
}
