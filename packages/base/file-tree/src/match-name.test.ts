import { expect, it } from 'vitest';
import { compileName, matchName } from './match-name.js';

// Go: filepath.Match
it.each([
  ['*.md', 'README.md', true],
  ['*', '', true],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'aXbYbZ', false],
  ['?', 'é', true],
  ['?', '😀', true],
  ['[a-c]x', 'bx', true],
  ['[^a-c]x', 'bx', false],
  ['[!a]', 'b', false],
  ['[!a]', '!', true],
  ['[\\]]', ']', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  // In the order of code points, which is not that of JavaScript's strings.
  ['[\uffee-😀]', '\uffff', true],
  ['[a-', 'a', false],
  ['[', '[', false],
  ['a\\', 'a', false],
])('%j and %j: %s', (pattern, name, expected) => {
  expect(matchName(pattern, name)).toBe(expected);
});

it('knows other negations where it is told to', () => {
  const matcher = compileName('[!a]', '^!');
  expect([matcher?.('b'), matcher?.('a'), matcher?.('!')]).toEqual([true, false, true]);
  expect(compileName('[a-')).toBeUndefined();
});
