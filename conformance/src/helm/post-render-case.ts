import type { ConformanceCase } from '../suite.js';

export function postRenderCases(_path: string): readonly ConformanceCase[] {
  return [];
}
