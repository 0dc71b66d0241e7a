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

/** Runs the cases, prints each failing one with its diff, and counts. A listed case that passes counts as failed. */
export async function runCases(cases: readonly ConformanceCase[], options: RunOptions): Promise<RunSummary> {
  const results = await runAll(cases, options.concurrency);
  const summary = { passed: 0, failed: 0, skipped: 0, knownFailing: 0 };
  const failures: string[] = [];
  for (const [index, testCase] of cases.entries()) {
    const result = results[index] ?? { kind: 'fail', diff: 'the case was not run' };
    const listed = options.knownFailing.get(testCase.name);
    if (result.kind === 'skip') {
      summary.skipped++;
      options.print(`SKIP ${testCase.name}: ${result.why}`);
    } else if (result.kind === 'pass' && listed === undefined) summary.passed++;
    else if (result.kind === 'pass') {
      summary.failed++;
      options.print(`FAIL ${testCase.name}: passes, but stands on the known-failing list; remove the line`);
    } else {
      failures.push(testCase.name);
      if (listed === undefined) {
        summary.failed++;
        options.print(`FAIL ${testCase.name}\n${indent(result.diff)}`);
      } else summary.knownFailing++;
    }
  }
  return { ...summary, failures };
}

async function runAll(cases: readonly ConformanceCase[], concurrency: number): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < cases.length; index = next++) {
      const testCase = cases[index];
      if (testCase !== undefined) results[index] = await runCase(testCase);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
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
