import { expect, test } from 'vitest';
import { boundedWarnings } from './bounded-warnings.js';

test.each([
  ['each is told once', ['a', 'b', 'a'], ['a', 'b']],
  ['nothing is no warning', ['', 'a'], ['a']],
  ['a long one is told whole', ['x'.repeat(4096)], ['x'.repeat(4096)]],
  ['one that is too long is cut', ['x'.repeat(4097)], ['x'.repeat(256)]],
  ['too many are cut, all of them', ['a'.repeat(4000), 'b'.repeat(300), 'c'], ['a'.repeat(256), 'b'.repeat(256), 'c']],
  [
    'what comes after enough was told is left out',
    Array.from({ length: 40 }, (_, index) => `${index} `.padEnd(203, 'y')),
    Array.from({ length: 21 }, (_, index) => `${index} `.padEnd(203, 'y')),
  ],
  ['characters are counted, not their halves', ['\u{1F600}'.repeat(4097)], ['\u{1F600}'.repeat(256)]],
])('%s', (_name, warnings, expected) => {
  expect(boundedWarnings(warnings)).toEqual(expected);
});
