import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileTree, memoryTree } from '@gotk/file-tree';
import { type BuildCache, createBuildCache, kustomizeBuild, renderBuild } from '@gotk/kustomize';
import { compare } from '../compare.js';
import { commandContender } from '../measure-command.js';
import type { BenchmarkResult, BenchmarkSuite, Contender, Measurement } from '../measurement.js';
import { overlayInput } from './overlay-input.js';
import { realTrees } from './real-trees.js';

const flux = resolve(fileURLToPath(import.meta.url), '../../../../packages/apps/cli/bin/flux.js');
const SIZES = [10, 100, 1_000, 5_000, 20_000] as const;

/** The real kustomize takes minutes at 5,000 objects, and most of an hour at 20,000. */
const LARGEST_FOR_REAL = 5_000;
/** From this size on, one run each says enough. */
const LARGE = 1_000;

/**
 * The build of an overlay over more and more objects: with the start of the process against the real kustomize (where
 * `KUSTOMIZE` names it), in the process, and again after one file has changed; then trees of public repositories.
 */
export const kustomizeSuite: BenchmarkSuite = {
  async run({ runs = 5, print }) {
    const results: BenchmarkResult[] = [];
    for (const size of SIZES) {
      print(`kustomize: ${size} objects`);
      const rounds = size < LARGE ? { runs } : { runs: Math.min(runs, size > LARGE ? 1 : 3), warmups: 0 };
      results.push(await compareCommands(size, rounds), await compareInProcess(size, rounds));
    }
    for (const tree of realTrees()) {
      print(`kustomize: ${tree.name}`);
      results.push(await compareBuilds(`kustomize build of ${tree.name}, with the start`, tree.folder, { runs }));
    }
    return results;
  },
};

interface Rounds {
  readonly runs: number;
  readonly warmups?: number;
}

async function compareCommands(size: number, rounds: Rounds): Promise<BenchmarkResult> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-bench-'));
  try {
    writeFiles(folder, overlayInput(size));
    const name = `kustomize build of ${size} objects, with the start`;
    return await compareBuilds(name, join(folder, 'overlay'), { ...rounds, withReal: size <= LARGEST_FOR_REAL });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Builds a folder by the command, by the real one, and starts a process that does nothing. */
async function compareBuilds(
  name: string,
  folder: string,
  { withReal = true, ...rounds }: Rounds & { readonly withReal?: boolean },
): Promise<BenchmarkResult> {
  const ours = commandContender({
    name: 'flux kustomize build',
    command: process.execPath,
    args: [flux, 'kustomize', 'build', folder],
  });
  const command = process.env['KUSTOMIZE'];
  const isCompared = withReal && command !== undefined;
  const real = isCompared ? [commandContender({ name: 'kustomize 5.8.1', command, args: ['build', folder] })] : [];
  const empty = commandContender({ name: 'node -e 0', command: process.execPath, args: ['-e', '0'] });
  return compare({ name, contenders: [ours, ...real, empty], ...rounds });
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function compareInProcess(size: number, rounds: Rounds): Promise<BenchmarkResult> {
  const files = overlayInput(size);
  const cache = createBuildCache();
  await build(memoryTree(files), cache);
  let changes = 0;
  const first: Contender = { name: 'first build', run: () => build(memoryTree(files)) };
  const again: Contender = {
    name: 'again, one file changed',
    run: () => {
      const changed = `${files['base/app-0.yaml'] ?? ''}# change ${++changes}\n`;
      return build(memoryTree({ ...files, 'base/app-0.yaml': changed }), cache);
    },
  };
  return compare({ name: `kustomize build of ${size} objects, in the process`, contenders: [first, again], ...rounds });
}

async function build(tree: FileTree, cache?: BuildCache): Promise<Measurement> {
  const startedMs = performance.now();
  const started = process.cpuUsage();
  renderBuild(await kustomizeBuild({ tree, directory: 'overlay', ...(cache === undefined ? {} : { cache }) }));
  const { user, system } = process.cpuUsage(started);
  return { wallMs: performance.now() - startedMs, cpuMs: (user + system) / 1000 };
}
