import { createBuildCache } from '@gotk/kustomize';
import { describe, expect, it } from 'vitest';
import { checkCase } from '../golden-case.js';
import { readLayoutCases } from './read-layouts.js';

describe('layouts of trees that people keep', () => {
  const cases = readLayoutCases();

  it('are a hundred', () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
  });

  it.each(cases)('$name', async (layout) => {
    expect(await checkCase(layout, undefined)).toEqual({ kind: 'pass' });
  });

  it('are the same when builds share what they have in common', async () => {
    const cache = createBuildCache();
    for (const layout of [...cases, ...cases])
      expect(await checkCase(layout, undefined, cache)).toEqual({ kind: 'pass' });
  });
});
