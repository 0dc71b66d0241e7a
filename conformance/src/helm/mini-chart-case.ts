import type { ConformanceCase } from '../suite.js';

export function miniChartCases(_path: string): readonly ConformanceCase[] {
  return [];
}
