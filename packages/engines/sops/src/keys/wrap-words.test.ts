import { expect, it } from 'vitest';
import { wrapWords } from './wrap-words.js';

it.each([
  ['one two three', 7, 'one two\nthree'],
  ['one  two', 4, 'one\ntwo'],
  ['a word thatislong x', 5, 'a\nword\nthatislong\nx'],
  ['one\ntwo three', 5, 'one\ntwo\nthree'],
  ['one \n two', 10, 'one \n two'],
  ['trailing   ', 20, 'trailing   '],
  ['one\u00a0two three', 8, 'one\u00a0two\nthree'],
  ['', 5, ''],
])('%j at %d', (text, width, expected) => expect(wrapWords(text, width)).toBe(expected));
