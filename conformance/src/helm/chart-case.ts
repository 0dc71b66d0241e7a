import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadChart } from '@gotk/helm';
import { shortDiff } from '../short-diff.js';
import type { CaseResult, ConformanceCase } from '../suite.js';
import { type CommandResult, runHelm } from './helm-command.js';
import { inFixedOrder } from './schema-message.js';

interface ChartRow {
  readonly name: string;
  readonly chart: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly stderr?: string;
  readonly stdoutSha256?: string;
  /** 1-based numbers of lines whose content Helm draws by lot. */
  readonly randomLines?: readonly number[];
}

const RANDOM = '<<RANDOM>>';

/** The cases of the folder with published charts. */
export function chartCases(path: string): readonly ConformanceCase[] {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const { cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { readonly cases: ChartRow[] };
  return cases.map((row) => ({
    name: `charts/${row.name}`,
    run: async () => compare(row, folder, await run(row, folder)),
  }));
}

function run({ args }: ChartRow, folder: string): Promise<CommandResult> {
  return runHelm(args, {
    loadChart: (path, log) => loadChart(readFileSync(join(folder, path)), { log, gunzip: gunzipSync }),
    readFile: (path) => readFileSync(join(folder, path)),
  });
}

function compare(row: ChartRow, folder: string, result: CommandResult): CaseResult {
  if (result.exit !== row.exit)
    return failure(`exit ${row.exit}\n${row.stderr ?? ''}`, `exit ${result.exit}\n${result.stderr}`);
  if (row.exit !== 0)
    return inFixedOrder(row.stderr ?? '') === inFixedOrder(result.stderr)
      ? { kind: 'pass' }
      : failure(row.stderr ?? '', result.stderr);
  const random = row.randomLines ?? [];
  const stdout = random.length === 0 ? result.stdout : withoutLines(result.stdout, random);
  if (random.length === 0 && createHash('sha256').update(stdout).digest('hex') === row.stdoutSha256)
    return { kind: 'pass' };
  const expected = expectedOutput(row, folder);
  return expected === stdout ? { kind: 'pass' } : failure(expected, stdout);
}

function failure(expected: string, actual: string): CaseResult {
  return { kind: 'fail', diff: shortDiff(expected, actual) };
}

function withoutLines(text: string, numbers: readonly number[]): string {
  const lines = text.split('\n');
  for (const number of numbers) if (lines[number - 1] !== undefined) lines[number - 1] = RANDOM;
  return lines.join('\n');
}

function expectedOutput({ chart, name }: ChartRow, folder: string): string {
  const file = join(folder, 'expected', `${chart}.json.gz`);
  if (!existsSync(file)) return '';
  const outputs = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Readonly<Record<string, string>>;
  return outputs[name.slice(chart.length + 1)] ?? '';
}
