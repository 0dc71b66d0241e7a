/** How many indexes of a Job with so many completions a text as `0-3,5` names, or what is wrong with it. */
export function countIndexes(text: string, completions: number): number | { readonly error: string } {
  if (text === '') return 0;
  let [count, last] = [0, -1];
  for (const part of text.split(',')) {
    const interval = parseInterval(part, completions);
    if (!Array.isArray(interval)) return interval;
    const [start, end] = interval;
    if (start <= last) return { error: `non-increasing order, previous: ${last}, current: ${start}` };
    count += end - start + 1;
    last = end;
  }
  return count;
}

function parseInterval(text: string, completions: number): [start: number, end: number] | { readonly error: string } {
  const limits = text.split('-');
  if (limits.length > 2) {
    const most = "violates the requirement that an index interval can have at most two parts separated by '-'";
    return { error: `the fragment ${JSON.stringify(text)} ${most}` };
  }
  for (const limit of limits) {
    if (!/^\+?\d{1,18}$/.test(limit))
      return { error: `cannot convert string to integer for index: ${JSON.stringify(limit)}` };
    if (Number(limit) >= completions) return { error: `too large index: ${JSON.stringify(limit)}` };
  }
  const [start, end] = [Number(limits[0]), Number(limits[1] ?? limits[0])];
  if (limits.length > 1 && start >= end) return { error: `non-increasing order, previous: ${start}, current: ${end}` };
  return [start, end];
}

/** The first index that both texts name; what is wrong in them is left out. */
export function firstCommonIndex(completed: string, failed: string, completions: number): number | undefined {
  const [a, b] = [completed, failed].map((text) =>
    text.split(',').flatMap((part) => {
      const interval = parseInterval(part, completions);
      return Array.isArray(interval) ? [interval] : [];
    }),
  );
  let [i, j] = [0, 0];
  for (let [left, right] = [a?.[i], b?.[j]]; left !== undefined && right !== undefined; left = a?.[i], right = b?.[j]) {
    if (left[0] <= right[1] && right[0] <= left[1]) return Math.max(left[0], right[0]);
    if (left[0] <= right[0]) i++;
    else j++;
  }
  return undefined;
}
