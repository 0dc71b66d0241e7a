import { isDecidedByTime } from './known-failing.js';
import type { CaseResult, ConformanceCase } from './suite.js';

export interface RunOptions {
  readonly knownFailing: ReadonlyMap<string, string>;
  readonly concurrency: number;
  readonly print: (line: string) => void;
}

export interface RunSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Cases on the known-failing list that failed, as they should. */
  readonly knownFailing: number;
  /** Names of the failed cases, known ones included. */
  readonly failures: readonly string[];
}

/** Runs the cases, prints each failing one with its diff as soon as those before it are known, and counts. A listed case that passes counts as failed, unless its line says that time decides. */
export async function runCases(cases: readonly ConformanceCase[], options: RunOptions): Promise<RunSummary> {
  const summary = { passed: 0, failed: 0, skipped: 0, knownFailing: 0 };
  const failures: string[] = [];
  const results = new Map<number, CaseResult>();
  let told = 0;
  await runAll(cases, options.concurrency, (index, result) => {
    results.set(index, result);
    for (let next = results.get(told); next !== undefined; next = results.get(told)) {
      const { name } = cases[told] ?? { name: '' };
      results.delete(told++);
      const counted = tell(name, next, options);
      summary[counted]++;
      if (next.kind === 'fail') failures.push(name);
    }
  });
  return { ...summary, failures };
}

/** Prints what there is to say of a result; @returns what it counts as. */
function tell(
  name: string,
  result: CaseResult,
  { knownFailing, print }: RunOptions,
): 'passed' | 'failed' | 'skipped' | 'knownFailing' {
  const listed = knownFailing.has(name);
  if (result.kind === 'skip') {
    print(`SKIP ${name}: ${result.why}`);
    return 'skipped';
  }
  if (result.kind === 'fail' && listed) return 'knownFailing';
  if (result.kind === 'pass' && (!listed || isDecidedByTime(knownFailing.get(name)))) return 'passed';
  print(
    result.kind === 'pass'
      ? `FAIL ${name}: passes, but stands on the known-failing list; remove the line`
      : `FAIL ${name}\n${indent(result.diff)}`,
  );
  return 'failed';
}

async function runAll(
  cases: readonly ConformanceCase[],
  concurrency: number,
  onResult: (index: number, result: CaseResult) => void,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < cases.length; index = next++) {
      const testCase = cases[index];
      if (testCase !== undefined) onResult(index, await runCase(testCase));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function runCase(testCase: ConformanceCase): Promise<CaseResult> {
  try {
    return await testCase.run();
  } catch (error) {
    return {
      kind: 'fail',
      diff: `the case threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    };
  }
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
