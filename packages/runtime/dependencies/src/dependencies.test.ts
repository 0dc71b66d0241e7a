import { describe, expect, it } from 'vitest';
import type { Dependent } from './dependencies-of.js';
import { findDependencyCycle } from './find-dependency-cycle.js';
import { sortByDependencies } from './sort-by-dependencies.js';
import { WaitingDependents } from './waiting-dependents.js';

function depending(name: string, ...names: readonly string[]): Dependent {
  const dependsOn = names.map((each) => ({ name: each }));
  return { apiVersion: 'example.com/v1', kind: 'Pipeline', metadata: { namespace: 'ns', name }, spec: { dependsOn } };
}

describe('sortByDependencies', () => {
  it.each([
    ['dependencies first', [depending('c', 'b'), depending('b', 'a'), depending('a')], ['a', 'b', 'c']],
    [
      'a diamond',
      [depending('d', 'b', 'c'), depending('b', 'a'), depending('c', 'a'), depending('a')],
      ['a', 'b', 'c', 'd'],
    ],
    ['what has nothing to do with each other, in its order', [depending('b'), depending('a')], ['b', 'a']],
    ['dependencies that are not among them', [depending('b', 'absent'), depending('a', 'b')], ['b', 'a']],
    ['a cycle, each once', [depending('a', 'b'), depending('b', 'a')], ['b', 'a']],
  ])('orders %s', (_name, objects, expected) => {
    expect(sortByDependencies(objects).map(({ name }) => name)).toEqual(expected);
  });

  it('orders a chain of thousands', () => {
    const chain = Array.from({ length: 20_000 }, (_value, n) => depending(`k${n}`, `k${n + 1}`));
    expect(sortByDependencies(chain)[0]?.name).toBe('k19999');
  });
});

describe('findDependencyCycle', () => {
  it.each([
    ['none', [depending('a', 'b'), depending('b', 'c')], undefined],
    ['itself', [depending('a', 'a')], ['ns/a', 'ns/a']],
    ['two', [depending('a', 'b'), depending('b', 'a')], ['ns/a', 'ns/b', 'ns/a']],
    [
      'a long way round',
      [depending('a', 'x', 'b'), depending('b', 'c'), depending('c', 'd'), depending('d', 'a'), depending('x')],
      ['ns/a', 'ns/b', 'ns/c', 'ns/d', 'ns/a'],
    ],
    ['a cycle of others', [depending('a', 'b'), depending('b', 'c'), depending('c', 'b')], undefined],
  ])('finds %s', (_name, objects, expected) => {
    const [start] = objects;
    const get = ({ name }: { readonly name: string }) => objects.find(({ metadata }) => metadata.name === name);
    expect(start === undefined ? 'no start' : findDependencyCycle(start, { get })).toEqual(expected);
  });
});

describe('WaitingDependents', () => {
  const key = (name: string) => ({ namespace: 'ns', name });

  it('knows who waits for whom, until they are done', () => {
    const waiting = new WaitingDependents();
    waiting.wait(key('a'), [key('x'), key('y')]);
    waiting.wait(key('b'), [key('x')]);
    expect(waiting.of(key('x')).map(({ name }) => name)).toEqual(['a', 'b']);
    waiting.wait(key('a'), [key('y')]);
    waiting.done(key('b'));
    expect([waiting.of(key('x')), waiting.of(key('y'))]).toEqual([[], [key('a')]]);
  });
});
