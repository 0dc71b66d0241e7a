import type { Chart } from '../chart/chart.js';
import type { ChartFolder } from './chart-folder.js';
import { attempt, type LintReport } from './lint-report.js';

/** Whether charts/ and the dependencies in Chart.yaml fit together. */
export function checkDependencyLists(folder: ChartFolder, report: LintReport): void {
  const { value: chart, problem } = attempt(folder.load, 'unable to load chart\n\t');
  if (!report.check('ERROR', '', problem) || chart === undefined) return;
  report.check('ERROR', folder.shownPath, undeclared(chart));
  report.check('ERROR', folder.shownPath, repeated(chart));
  report.check('WARNING', folder.shownPath, absent(chart));
}

function undeclared({ metadata, dependencies }: Chart): string | undefined {
  const declared = new Set((metadata.dependencies ?? []).map(({ name }) => name));
  const missing = dependencies.map((subchart) => subchart.metadata.name).filter((name) => !declared.has(name));
  return missing.length === 0 ? undefined : `chart metadata is missing these dependencies: ${missing.join(',')}`;
}

function repeated({ metadata }: Chart): string | undefined {
  const known = new Set<string>();
  const shadowing: string[] = [];
  for (const { name, alias } of metadata.dependencies ?? []) {
    const key = alias === '' ? name : alias;
    if (known.has(key)) shadowing.push(key);
    known.add(key);
  }
  return shadowing.length === 0 ? undefined : `multiple dependencies with name or alias: ${shadowing.join(',')}`;
}

function absent({ metadata, dependencies }: Chart): string | undefined {
  const present = new Set(dependencies.map((subchart) => subchart.metadata.name));
  const missing = (metadata.dependencies ?? []).map(({ name }) => name).filter((name) => !present.has(name));
  return missing.length === 0 ? undefined : `chart directory is missing these dependencies: ${missing.join(',')}`;
}
