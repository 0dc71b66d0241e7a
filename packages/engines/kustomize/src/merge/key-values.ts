/** The values of a list item's merge keys, in the order of the keys; empty where it has none. */
export type KeyValues = readonly string[];

/** Keys that count, with the values beside them. */
export interface UsefulKeys {
  readonly keys: readonly string[];
  readonly values: KeyValues;
}

/** Leaves out keys for which no item has a value; where no item has any, all keys stay. */
export function usefulKeys(all: readonly KeyValues[], values: KeyValues, keys: readonly string[]): UsefulKeys {
  const useful = keys.filter((_, index) => all.some((item) => (item[index] ?? '') !== ''));
  if (useful.length === 0 || useful.length === keys.length) return { keys, values };
  return {
    keys: useful,
    values: values.filter((value, index) => value !== '' || useful.includes(keys[index] ?? '')),
  };
}

/**
 * Takes items for the same that agree in a key and contradict one another in none: two ports with the same number, of
 * which one names no protocol.
 */
export function mergeKeyValues(all: readonly KeyValues[]): KeyValues[] {
  const merged = [...all];
  for (let left = 0; left < merged.length; left++) {
    // The values of the left side are those from before this round, whatever the round makes of them.
    const values = merged[left] ?? [];
    for (let right = 0; right < merged.length; right++) {
      const common = commonValues(values, merged[right] ?? []);
      if (common === undefined) continue;
      merged[left] = common;
      merged[right] = common;
    }
  }
  return merged;
}

function commonValues(left: KeyValues, right: KeyValues): KeyValues | undefined {
  if (left.length !== right.length) return undefined;
  const common: string[] = [];
  let agree = false;
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? '';
    if (value === other) agree = true;
    else if (value !== '' && other !== '') return undefined;
    common.push(value === '' ? other : value);
  }
  return agree ? common : undefined;
}
