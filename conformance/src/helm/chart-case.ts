import type { ConformanceCase } from '../suite.js';

export function chartCases(_path: string): readonly ConformanceCase[] {
  return [];
}
