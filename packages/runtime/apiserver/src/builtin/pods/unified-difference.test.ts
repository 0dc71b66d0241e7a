import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchingBlocks } from './matching-blocks.js';
import { unifiedDifference } from './unified-difference.js';

const words = (text: string): string => text.split(' ').join('\n');

interface Row {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly difference: readonly string[];
}

// What go-difflib's GetUnifiedDiffString says with three lines of context.
const rows: readonly Row[] = [
  { name: 'nothing changed', before: 'a b', after: 'a b', difference: [] },
  { name: 'one line of one', before: 'a', after: 'b', difference: ['@@ -1 +1 @@', '-a', '+b'] },
  {
    name: 'a line more at the end',
    before: 'a b',
    after: 'a b c',
    difference: ['@@ -1,2 +1,3 @@', ' a', ' b', '+c'],
  },
  {
    name: 'the longest run of common lines stays, though two shorter ones are more together',
    before: 'x y a b c z w',
    after: 'a b c x y z w',
    difference: ['@@ -1,7 +1,7 @@', '-x', '-y', ' a', ' b', ' c', '+x', '+y', ' z', ' w'],
  },
  {
    name: 'changes with six lines between them are one hunk',
    before: 'a 1 2 3 4 5 6 b',
    after: 'x 1 2 3 4 5 6 y',
    difference: ['@@ -1,8 +1,8 @@', '-a', '+x', ' 1', ' 2', ' 3', ' 4', ' 5', ' 6', '-b', '+y'],
  },
  {
    name: 'changes with seven lines between them are two',
    before: 'a 1 2 3 4 5 6 7 b',
    after: 'x 1 2 3 4 5 6 7 y',
    difference: ['@@ -1,4 +1,4 @@', '-a', '+x', ' 1', ' 2', ' 3', '@@ -6,4 +6,4 @@', ' 5', ' 6', ' 7', '-b', '+y'],
  },
];

describe('unifiedDifference', () => {
  for (const { name, before, after, difference } of rows)
    test(name, () => {
      expect(unifiedDifference(words(before), words(after))).toBe(difference.map((line) => `${line}\n`).join(''));
    });

  test('in long texts frequent lines begin no match, but widen one', () => {
    const filler = Array.from({ length: 200 }, (_, index) => `${index}`);
    const before = [...filler, 'often', 'often', 'often', 'often'].join('\n');
    const after = ['often', 'often', 'often', 'often', 'new', ...filler].join('\n');
    expect(unifiedDifference(before, after)).toContain('@@ -1,3 +1,8 @@\n+often\n+often\n+often\n+often\n+new\n 0\n');
  });

  test('texts that have too much in common to compare all of it are told apart all the same', () => {
    const text = (shift: number) => Array.from({ length: 60_000 }, (_, index) => `${(index + shift) % 300}`).join('\n');
    expect(unifiedDifference(text(0), text(150))).not.toBe('');
  });
});

test('the blocks are common to both texts and in order', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      let [a, b] = [0, 0];
      for (const block of matchingBlocks(before, after)) {
        expect([block.a >= a, block.b >= b, block.size > 0]).toEqual([true, true, true]);
        [a, b] = [block.a + block.size, block.b + block.size];
        expect(after.slice(block.b, b)).toEqual(before.slice(block.a, a));
      }
    }),
  );
});
