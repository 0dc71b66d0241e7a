import { expect, it } from 'vitest';
import { parseBodyJson } from './parse-body-json.js';

const nested = (open: string, close: string, depth: number): string => `${open.repeat(depth)}0${close.repeat(depth)}`;

it.each([
  ['lists', nested('[', ']', 1001)],
  ['objects', nested('{"a":', '}', 1001)],
  ['lists that never end', '['.repeat(100_000)],
])('a body of %s that is too deep is refused', (_name, text) => {
  expect(() => parseBodyJson(text)).toThrow('exceeded max depth');
});

it.each([
  ['as deep as it may be', nested('[', ']', 1000)],
  ['with many brackets in a text', JSON.stringify({ a: '[{"\\'.repeat(5000) })],
  ['with many objects', JSON.stringify(Array.from({ length: 3000 }, () => ({})))],
])('a body %s is read', (_name, text) => {
  expect(parseBodyJson(text)).toEqual(JSON.parse(text));
});
