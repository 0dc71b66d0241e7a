import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { loadChart } from '@gotk/helm';
import { runProgram } from '../../run-program.js';
import { seededRandom } from '../../seeded-random.js';
import type { CommandCase } from './command-case.js';
import { chartArchive, generateChartCase } from './generate-chart-case.js';
import { generateMiniChart } from './generate-mini-chart.js';
import { type RealHelm, runBoth } from './run-both.js';

const USAGE = `usage: node conformance/dist/helm/commands/fuzz.js [ARCHIVE|FOLDER …] [--helm PROGRAM] [--cases N] [--seed S] [--keep FOLDER]

Renders every chart archive with N sets of generated values in a real helm (4.2 or 3.22) and here, or without archives N generated
charts, and compares stdout, stderr and the exit code. What differs is printed, and with --keep its files and command line are stored.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      helm: { type: 'string', default: 'helm' },
      cases: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'string' },
    },
  });
  const [count, seed] = [Number(values.cases), Number(values.seed)];
  const helm = await realHelm(values.helm);
  if (![count, seed].every(Number.isInteger) || helm === undefined) {
    console.error(USAGE);
    return 2;
  }
  let failed = 0;
  let total = 0;
  for (const [name, cases] of suites(positionals, { count, seed })) {
    total += cases.length;
    const found = await compareAll(cases, { helm, keep: values.keep });
    failed += found;
    console.log(`${name}: ${cases.length - found} same, ${found} differ`);
  }
  console.log(`${total - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function realHelm(binary: string): Promise<RealHelm | undefined> {
  const { stdout } = await runProgram(binary, ['version', '--short'], { env: { PATH: process.env['PATH'] ?? '' } });
  if (stdout.startsWith('v4.2')) return { binary, version: '4.2' };
  return stdout.startsWith('v3.22') ? { binary, version: '3.22' } : undefined;
}

interface Amount {
  readonly count: number;
  readonly seed: number;
}

/** The cases by what they are about, made when they are asked for. */
function* suites(paths: readonly string[], amount: Amount): Generator<readonly [string, readonly CommandCase[]]> {
  if (paths.length === 0) yield ['generated charts', miniCharts(amount)];
  for (const path of paths.flatMap(archivesIn)) yield [basename(path), casesOf(path, amount)];
}

function miniCharts({ count, seed }: Amount): readonly CommandCase[] {
  return Array.from({ length: count }, (_, index) => {
    return { ...generateMiniChart(seededRandom(seed * 1_000_003 + index)), name: `mini ${index}` };
  });
}

function archivesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [resolve(path)];
  const names = readdirSync(path).filter((name) => name.endsWith('.tgz'));
  return names.sort().map((name) => resolve(path, name));
}

function casesOf(
  path: string,
  { count, seed }: { readonly count: number; readonly seed: number },
): readonly CommandCase[] {
  const archive = chartArchive(path, loadChart(readFileSync(path), { gunzip: gunzipSync }));
  return Array.from({ length: count }, (_, index) => {
    const random = seededRandom(seed * 1_000_003 + index);
    return { ...generateChartCase(random, archive), name: `${basename(path)} ${index}` };
  });
}

interface CompareOptions {
  readonly helm: RealHelm;
  readonly keep: string | undefined;
}

/** @returns how many differ. */
async function compareAll(cases: readonly CommandCase[], { helm, keep }: CompareOptions): Promise<number> {
  let failed = 0;
  for (const one of cases) {
    const difference = await runBoth(one, helm);
    if (difference === undefined) continue;
    failed++;
    console.log(`FAIL ${one.name}: helm ${one.args.join(' ')}\n${difference}`);
    if (keep !== undefined) keepCase(join(keep, one.name.replaceAll(' ', '-')), one);
  }
  return failed;
}

function keepCase(folder: string, { files, args }: CommandCase): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, 'arguments'), `${args.join(' ')}\n`);
}

process.exitCode = await main();
