import { chartInflater } from '@gotk/cli';
import type { HelmOptions } from '@gotk/kustomize';
import type { ConformanceCase, Suite } from '../suite.js';
import { checkCase, checkDefaultOrder, type GoldenCase } from './golden-case.js';
import { readGoldenCases } from './read-golden-cases.js';

/** The charts of the corpus were rendered with Helm 3. */
const helm: HelmOptions = { inflateChart: chartInflater({ nowMs: Date.now, helmVersion: '3.22' }) };

/** Builds every golden case in memory and compares it with what the real kustomize printed. */
export const kustomizeSuite: Suite = {
  corpus: 'golden/kustomize',
  load: async (path) => {
    const cases = readGoldenCases(path).flatMap(casesOf);
    if (cases.length === 0) throw new Error(`no cases in ${path}`);
    return cases;
  },
};

function casesOf(golden: GoldenCase): readonly ConformanceCase[] {
  const cases: ConformanceCase[] = [{ name: golden.name, run: () => checkCase(golden, helm) }];
  if (golden.defaultOrder !== undefined)
    cases.push({ name: `${golden.name} in default order`, run: () => checkDefaultOrder(golden, helm) });
  return cases;
}
