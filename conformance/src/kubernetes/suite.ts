import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ConformanceCase, Suite } from '../suite.js';
import type { GoldenSequence, GoldenStep } from './golden-step.js';
import { type GoldenCommand, KubectlRun } from './kubectl-run.js';
import { SequenceRun } from './sequence-run.js';

interface Closable {
  close(): Promise<void>;
}

const runs: Closable[] = [];

/** Transcripts of a real API server, replayed against the embedded one. Every step is a case. */
export const kubernetesSuite: Suite = {
  corpus: 'golden/kubernetes',
  concurrency: 8,
  load: async (path) => {
    const cases = filesOf(path).flatMap(casesOf);
    if (cases.length === 0) throw new Error(`no transcripts in ${path}`);
    return cases;
  },
  close: async () => {
    await Promise.all(runs.map((run) => run.close()));
  },
};

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => join(path, name));
}

function casesOf(file: string): readonly ConformanceCase[] {
  const lines = withFurtherSymbols(readFileSync(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '');
  const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const isKubectl = records.every((record) => Array.isArray(record['argv']));
  return isKubectl ? kubectlCases(records as unknown as GoldenCommand[]) : sequenceCases(records, file);
}

/** The address of the recorded server. */
const RECORDED_SERVER = /127\.0\.0\.1:36443/g;

/**
 * Puts symbols for what the corpus has none for: the random characters at the end of the names of token volumes, and the server's
 * address.
 */
function withFurtherSymbols(recorded: string): string {
  const text = recorded.replace(RECORDED_SERVER, () => '${' + 'server}');
  const symbols = new Map<string, string>();
  return text.replace(/(?<=kube-api-access-)[a-z0-9]{5}\b/g, (suffix) => {
    const symbol = symbols.get(suffix) ?? `\${rand${900 + symbols.size}}`;
    symbols.set(suffix, symbol);
    return symbol;
  });
}

function sequenceCases(
  [header, ...lines]: readonly Record<string, unknown>[],
  file: string,
): readonly ConformanceCase[] {
  const steps = lines as unknown as readonly GoldenStep[]; // The corpus' own format.
  const sequence = { sequence: basename(file, '.jsonl'), ...header, steps } as unknown as GoldenSequence;
  const run = new SequenceRun(sequence);
  runs.push(run);
  return steps
    .filter(({ n, pauseMs }) => n !== undefined && pauseMs === undefined)
    .map(({ n }) => ({ name: `${sequence.sequence}#${n}`, run: () => run.resultOf(n) }));
}

function kubectlCases(commands: readonly GoldenCommand[]): readonly ConformanceCase[] {
  const sessions = groupBySession(commands);
  const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
  return [...sessions].flatMap(([session, list]) => {
    const run = new KubectlRun(list);
    runs.push(run);
    return list.map(({ n }) => ({
      name: `kubectl ${session}#${n}`,
      run: () => (hasKubectl ? run.resultOf(n) : { kind: 'skip' as const, why: 'kubectl is not installed' }),
    }));
  });
}

function groupBySession(commands: readonly GoldenCommand[]): Map<string, GoldenCommand[]> {
  const sessions = new Map<string, GoldenCommand[]>();
  for (const command of commands) {
    const list = sessions.get(command.session);
    if (list === undefined) sessions.set(command.session, [command]);
    else list.push(command);
  }
  return sessions;
}
