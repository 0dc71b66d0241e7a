import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceCase, Suite } from '../suite.js';
import { checkCase, checkDefaultOrder, type GoldenCase, isGoldenCase } from './golden-case.js';

/** Builds every golden case in memory and compares it with what the real kustomize printed. */
export const kustomizeSuite: Suite = {
  corpus: 'golden/kustomize',
  load: async (path) => {
    const cases = corpusFiles(path).flatMap(readCases).flatMap(casesOf);
    if (cases.length === 0) throw new Error(`no cases in ${path}`);
    return cases;
  },
};

function corpusFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(path, name));
}

function readCases(file: string): readonly GoldenCase[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isGoldenCase);
}

function casesOf(golden: GoldenCase): readonly ConformanceCase[] {
  const cases: ConformanceCase[] = [{ name: golden.name, run: () => checkCase(golden, undefined) }];
  if (golden.defaultOrder !== undefined)
    cases.push({ name: `${golden.name} in default order`, run: () => checkDefaultOrder(golden, undefined) });
  return cases;
}
