import type { ConformanceCase } from '../suite.js';
import { readRows } from './suite.js';

/** The rows of postrender.jsonl. */
export function postRenderCases(path: string): readonly ConformanceCase[] {
  return readRows<{ readonly name: string }>(path).map(({ name }) => ({
    name,
    run: () => ({ kind: 'skip', why: 'charts are not post-rendered yet' }),
  }));
}
