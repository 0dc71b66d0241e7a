import { runCli } from '@gotk/cli';
import { shortDiff } from '../short-diff.js';
import type { Environment } from './environment.js';
import { matchesText } from './placeholders.js';
import type { RecordedRun } from './scenario.js';

/** Runs the recorded command lines in order. @returns what differs from the recording. */
export async function runCommands(
  runs: readonly RecordedRun[],
  {
    environment,
    namespace,
    varies,
    pause,
  }: {
    readonly environment: Environment;
    readonly namespace: string;
    readonly varies: readonly string[];
    /** Waits after a deletion, until it has been dealt with. */
    readonly pause: () => Promise<void>;
  },
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [index, run] of runs.entries()) {
    const actual = await runCommand(run, { environment, namespace });
    if (run.args[0] === 'delete') await pause();
    if (varies.includes(`cli:${index}`)) continue;
    problems.push(...compareRun(run, actual, environment));
  }
  return problems;
}

/** What a run of the command line printed, and how it ended. */
export interface FinishedRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** What differs from a recorded run. */
export function compareRun(run: RecordedRun, actual: FinishedRun, environment: Environment): readonly string[] {
  const problems: string[] = [];
  for (const part of ['stdout', 'stderr'] as const) {
    const [wanted, seen] = [trimCells(run[part]), trimCells(environment.normalize(actual[part]))];
    if (!matchesText(wanted, seen)) problems.push(`flux ${run.args.join(' ')}: ${part}:\n${shortDiff(wanted, seen)}`);
  }
  if (actual.exit !== run.exit) problems.push(`flux ${run.args.join(' ')}: exit ${actual.exit}, not ${run.exit}`);
  return problems;
}

export interface RunOptions {
  readonly environment: Environment;
  /** Of the current context. */
  readonly namespace: string;
  /** Default: `/`. */
  readonly cwd?: string;
}

/** Runs the command line in this process against the cluster of the environment. */
export async function runCommand(
  { args, stdin = '', env = {} }: RecordedRun,
  { environment, namespace, cwd = '/' }: RunOptions,
): Promise<FinishedRun> {
  const output = { stdout: '', stderr: '' };
  const exit = await runCli(
    args.map((arg) => environment.localize(arg)),
    {
      stdout: (text) => {
        output.stdout += text;
      },
      stderr: (text) => {
        output.stderr += text;
      },
      readStdin: async () => stdin,
      readLine: async () => stdin.split('\n')[0] ?? '',
      env: { HOME: '<HOME>', ...env },
      cwd,
      isTerminal: false,
      columns: () => 80,
      rows: () => 24,
      nowMs: Date.now,
      signal: AbortSignal.timeout(60_000),
      version: 'v0.0.0-dev.0',
      // The client outlives the command.
      connect: async () => ({ ...environment.client, close: async () => {} }),
      contextNamespace: async () => namespace,
    },
  );
  return { ...output, exit };
}

/** Tables are padded by their widest cell, which may have held a text that was normalised. */
function trimCells(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .split('\t')
        .map((cell) => cell.trimEnd())
        .join('\t'),
    )
    .join('\n');
}
