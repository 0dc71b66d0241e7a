import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from '../compare.js';
import { commandContender } from '../measure-command.js';
import type { BenchmarkResult, BenchmarkSuite, Contender, Measurement } from '../measurement.js';
import type { LoopReport, Spent } from './loop-report.js';

const benchFolder = resolve(fileURLToPath(import.meta.url), '../../..');
const flux = join(benchFolder, '../packages/apps/cli/bin/flux.js');
const renderLoop = join(benchFolder, 'dist/helm/render-loop.js');

/** Published charts: the largest, and one as most are. */
const CHARTS = ['kube-prometheus-stack', 'argo-cd', 'kyverno', 'traefik', 'stefanprodan-podinfo'] as const;

/** Processor time of one run of a loop, in milliseconds; the first half of its renderings lets the machine code settle and does not count. */
const LOOP_MS = 5000;

/**
 * Charts rendered in a process, again and again, against Helm's engine as a library (where there is Go to build it), and by the
 * command against `helm template` (`HELM`, else `helm` where it is installed). With `LOOPS=0` only the commands are compared. The charts are those of the corpus of recorded results, and the packages
 * in the folder that `CHARTS` names.
 */
export const helmSuite: BenchmarkSuite = {
  async run({ runs = 7, print }) {
    const results: BenchmarkResult[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'helm-bench-'));
    try {
      const withLoops = process.env['LOOPS'] !== '0';
      const oracle = withLoops ? buildOracle(folder, print) : undefined;
      for (const chart of chartFiles()) {
        print(`helm: ${basename(chart)}`);
        if (withLoops) results.push(...(await compareLoops(chart, { oracle, runs: Math.min(runs, 3) })));
        results.push(await compareCommands(chart, runs));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    return results;
  },
};

function chartFiles(): readonly string[] {
  const corpus = process.env['GOTK_SHARED'] ?? join(benchFolder, '../../shared');
  const packages = join(corpus, 'golden/helm/charts/packages');
  const known = CHARTS.map((name) => join(packages, `${name}.tgz`)).filter((file) => existsSync(file));
  const more = process.env['CHARTS'];
  return [...known, ...(more === undefined ? [] : packagesIn(more))];
}

function packagesIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  return names.map((name) => join(folder, name));
}

/** The program that renders with Helm as a library; `undefined` without Go. */
function buildOracle(folder: string, print: (line: string) => void): string | undefined {
  const program = join(folder, 'helm-oracle');
  try {
    execFileSync('go', ['build', '-o', program, '.'], { cwd: join(benchFolder, 'helm-oracle'), stdio: 'pipe' });
    return program;
  } catch {
    print('helm: without Go there is no comparison with its engine');
    return undefined;
  }
}

interface Loops {
  readonly oracle: string | undefined;
  readonly runs: number;
}

/** Both loops in turn; each result is about one part of what they did. */
async function compareLoops(chart: string, { oracle, runs }: Loops): Promise<readonly BenchmarkResult[]> {
  const ours = loop('flux', process.execPath, [renderLoop, chart, String(LOOP_MS)]);
  const loops = oracle === undefined ? [ours] : [ours, loop('helm', oracle, [chart, String(LOOP_MS)])];
  const reports = new Map<Loop, LoopReport[]>(loops.map((each) => [each, []]));
  for (let round = 0; round < runs; round++) {
    for (const [each, known] of reports) known.push(each.run());
  }
  const parts = { render: 'rendered, loaded before', total: 'from package to sorted manifests' } as const;
  return Promise.all(
    (['render', 'total'] as const).map((part) => {
      const contenders = loops.map(({ name }, index) => replay(name, [...reports.values()][index] ?? [], part));
      return compare({ name: `${basename(chart, '.tgz')}: ${parts[part]}`, contenders, runs, warmups: 0 });
    }),
  );
}

interface Loop {
  readonly name: string;
  readonly run: () => LoopReport;
}

function loop(name: string, command: string, args: readonly string[]): Loop {
  return {
    name,
    run: () => {
      const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
      if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${status}: ${stderr.slice(-2000)}`);
      return JSON.parse(stdout) as LoopReport;
    },
  };
}

/** The runs of a loop that are already there, one measurement each: its median. */
function replay(name: string, reports: readonly LoopReport[], part: 'render' | 'total'): Contender {
  const left = [...reports];
  return {
    name,
    run: () => {
      const report = left.shift();
      if (report === undefined) throw new RangeError('more runs are asked for than there were');
      return Promise.resolve(settled(report[part], report.peakRssBytes));
    },
  };
}

function settled(runs: readonly Spent[], peakRssBytes: number): Measurement {
  const counted = runs.slice(Math.floor(runs.length / 2));
  const wallMs = median(counted.map((spent) => spent.wallMs));
  return { wallMs, cpuMs: median(counted.map((spent) => spent.cpuMs)), peakRssBytes };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function compareCommands(chart: string, runs: number): Promise<BenchmarkResult> {
  const args = ['template', 'demo', chart];
  const ours = commandContender({
    name: 'flux helm template',
    command: process.execPath,
    args: [flux, 'helm', ...args],
  });
  const helm = process.env['HELM'] ?? installedHelm();
  const theirs = helm === undefined ? [] : [commandContender({ name: 'helm template', command: helm, args })];
  const empty = commandContender({ name: 'node -e 0', command: process.execPath, args: ['-e', '0'] });
  const contenders = [ours, ...theirs, empty];
  return compare({ name: `${basename(chart, '.tgz')}: by the command, with the start`, contenders, runs, warmups: 2 });
}

function installedHelm(): string | undefined {
  return spawnSync('helm', ['version']).status === 0 ? 'helm' : undefined;
}
