import { describe, expect, it } from 'vitest';
import { countIndexes, firstCommonIndex } from './count-indexes.js';

const rows: readonly { readonly text: string; readonly count: number | { readonly error: string } }[] = [
  { text: '', count: 0 },
  { text: '0-2,4', count: 4 },
  { text: 'x', count: { error: 'cannot convert string to integer for index: "x"' } },
  { text: '9-x', count: { error: 'too large index: "9"' } },
  { text: '2-1', count: { error: 'non-increasing order, previous: 2, current: 1' } },
  { text: '3,1', count: { error: 'non-increasing order, previous: 3, current: 1' } },
  {
    text: '1-2-3',
    count: {
      error:
        'the fragment "1-2-3" violates the requirement that an index interval can have at most two parts separated by \'-\'',
    },
  },
];

describe('indexes of a Job with five completions', () => {
  it.each(rows)('$text', ({ text, count }) => {
    expect(countIndexes(text, 5)).toEqual(count);
  });

  it('that stand in two texts', () => {
    expect(firstCommonIndex('0-2,4', '3', 5)).toBeUndefined();
    expect(firstCommonIndex('0-1,4', '2,3-4', 5)).toBe(4);
    expect(firstCommonIndex('x,1', 'y,1', 5)).toBe(1);
  });
});
