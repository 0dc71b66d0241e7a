import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedKeys } from './sorted-keys.js';

describe('sorted keys', () => {
  it('are what a sorted list is, after any additions and removals', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.string({ maxLength: 2 })), { maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.string({ maxLength: 2 }), (changes, from) => {
        const keys = new SortedKeys();
        const expected = new Set<string>();
        for (const [isAdded, key] of changes) {
          if (isAdded === expected.has(key)) {
            if (!isAdded) continue;
            keys.remove(key);
            expected.delete(key);
          } else if (isAdded) {
            keys.add(key);
            expected.add(key);
          }
        }
        const sorted = [...expected].sort();
        expect([...keys.from('')]).toEqual(sorted);
        expect([...keys.from(from)]).toEqual(sorted.filter((key) => key >= from));
        expect([keys.size, keys.countBefore(from)]).toEqual([sorted.length, sorted.filter((key) => key < from).length]);
      }),
    );
  });

  it.each([
    ['in order', (index: number) => index],
    ['backwards', (index: number) => 5000 - index],
    ['in disorder', (index: number) => (index * 2503) % 5003],
  ])('that come %s stay in order when there are many', (_name, nth) => {
    const keys = new SortedKeys();
    const all = Array.from({ length: 5000 }, (_, index) => `k${String(nth(index)).padStart(6, '0')}`);
    for (const key of all) keys.add(key);
    for (const key of all.filter((_, index) => index % 3 === 0)) keys.remove(key);
    const expected = all.filter((_, index) => index % 3 !== 0).sort();
    expect([...keys.from('')]).toEqual(expected);
    expect(keys.countBefore(expected[2000] ?? '')).toBe(2000);
  });

  it('can change while they are read', () => {
    const keys = new SortedKeys();
    for (const key of ['a', 'b', 'c']) keys.add(key);
    const read: string[] = [];
    for (const key of keys.from('')) {
      read.push(key);
      if (key === 'b') keys.remove('a');
    }
    expect(read).toEqual(['a', 'b', 'c']);
  });
});
