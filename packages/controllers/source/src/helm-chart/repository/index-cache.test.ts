import { expect, it } from 'vitest';
import { createIndexCache } from './index-cache.js';

function cacheOf(maxSize: number) {
  let nowMs = 0;
  const asked: string[] = [];
  const cache = createIndexCache({ maxSize, ttlMs: 1000, purgeIntervalMs: 500 }, () => nowMs);
  const lookUp = (index: string, chart = 'web') =>
    cache.lookUp(index, chart, () => {
      asked.push(`${index}/${chart}`);
      return [{ version: '1.0.0' }];
    });
  return {
    asked,
    lookUp,
    pass: (ms: number): void => {
      nowMs += ms;
    },
  };
}

it('keeps nothing unless it is told to', () => {
  const { asked, lookUp } = cacheOf(0);
  expect(lookUp('a')).toEqual(lookUp('a'));
  expect(asked).toEqual(['a/web', 'a/web']);
});

it('asks an index once for each chart, until it has not been used for long enough', () => {
  const { asked, lookUp, pass } = cacheOf(1);
  lookUp('a');
  pass(900);
  lookUp('a');
  pass(900);
  lookUp('a');
  lookUp('a', 'other');
  expect(asked).toEqual(['a/web', 'a/other']);
  pass(1000);
  lookUp('a');
  expect(asked).toEqual(['a/web', 'a/other', 'a/web']);
});

it('has room for others when one is over', () => {
  const { asked, lookUp, pass } = cacheOf(1);
  lookUp('a');
  lookUp('b');
  lookUp('b');
  expect(asked).toEqual(['a/web', 'b/web', 'b/web']);
  pass(1000);
  lookUp('b');
  lookUp('b');
  expect(asked).toEqual(['a/web', 'b/web', 'b/web', 'b/web']);
});
