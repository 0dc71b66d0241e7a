import { memoryTree } from '@gotk/file-tree';
import { createBuildCache, kustomizeBuild } from '@gotk/kustomize';
import { findLocation } from '@gotk/located-error';
import { describe, expect, it } from 'vitest';
import { checkCase } from '../golden-case.js';
import { countLayouts, readLayoutCases } from './read-layouts.js';

describe('layouts of trees that people keep', () => {
  const cases = readLayoutCases();

  it('are a hundred', () => {
    expect(countLayouts(cases)).toBeGreaterThanOrEqual(100);
  });

  it.each(cases)('$name', async (layout) => {
    expect(await checkCase(layout, undefined)).toEqual({ kind: 'pass' });
  });

  const mistakes = cases.filter(({ error }) => error !== undefined);
  it.each(mistakes)('$name: the mistake has a place', async ({ files, run }) => {
    const built = kustomizeBuild({ tree: memoryTree(files), directory: run === '.' ? '' : run });
    const error: unknown = await built.catch((reason: unknown) => reason);
    expect(findLocation(error)).toMatchObject({ file: expect.any(String), line: expect.any(Number) });
  });

  it('are the same when builds share what they have in common', async () => {
    const cache = createBuildCache();
    for (const layout of [...cases, ...cases])
      expect(await checkCase(layout, undefined, cache)).toEqual({ kind: 'pass' });
  });
});
