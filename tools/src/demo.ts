import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { serveSources } from '@gotk/source-mirror';
import { repositoryRoot } from './workspace.js';

/** Makes `demo/fleet` a Git repository of its own from the example, once, so that a person can commit to it. */
function prepareDemo(): string {
  const folder = join(repositoryRoot, 'demo', 'fleet');
  if (existsSync(join(folder, '.git'))) return folder;
  mkdirSync(folder, { recursive: true });
  cpSync(join(repositoryRoot, 'examples', 'fleet'), folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, ...identity(folder), 'commit', '--quiet', '--message', 'Start the fleet');
  return folder;
}

function git(folder: string, ...args: readonly string[]): void {
  execFileSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Who commits, where Git does not know it. */
function identity(folder: string): readonly string[] {
  try {
    execFileSync('git', ['config', 'user.email'], { cwd: folder, stdio: 'ignore' });
    return [];
  } catch {
    return ['-c', 'user.name=Demo', '-c', 'user.email=demo@example.com'];
  }
}

/** Flux's own example repository, and what stands in for the addresses that it names. */
const EXAMPLE = 'https://github.com/fluxcd/flux2-kustomize-helm-example';
const CLUSTERS = ['staging', 'production'];

/** Copies of the repository and of all that it deploys: `$GOTK_SHARED/real`, or `shared/real` beside the checkout. */
function copiesOfSources(): string | undefined {
  const folder = join(process.env['GOTK_SHARED'] ?? join(repositoryRoot, '..', 'shared'), 'real');
  return existsSync(join(folder, 'sources.json')) ? folder : undefined;
}

/** Runs Flux's own example: offline where there are copies of its sources, else from the addresses that it names. */
async function runExample([cluster = 'staging', ...more]: readonly string[]): Promise<void> {
  const [chosen, rest] = CLUSTERS.includes(cluster) ? [cluster, more] : ['staging', [cluster, ...more]];
  const folder = copiesOfSources();
  const served = folder === undefined ? undefined : await serveSources({ folder });
  const place = served === undefined ? 'the internet' : 'this machine';
  console.error(`► ${EXAMPLE}, cluster ${chosen}, with all its sources from ${place}`);
  const mirrors = (served?.mirrors ?? []).flatMap((mirror) => ['--source-mirror', mirror]);
  runFlux([EXAMPLE, '--path', `clusters/${chosen}`, ...mirrors, ...rest], () => void served?.close());
}

function runFleet(args: readonly string[]): void {
  const folder = relative(process.cwd(), prepareDemo());
  console.error(`► the demo repository is ${folder}: change a file there and commit, and watch the cluster follow`);
  runFlux([folder, '--path', 'clusters/staging', ...args]);
}

function runFlux(args: readonly string[], ended?: () => void): void {
  const flux = join(repositoryRoot, 'packages/apps/cli/bin/flux.js');
  const child = spawn(process.execPath, [flux, 'up', ...args], { stdio: 'inherit' });
  // The child shares the terminal and gets Ctrl-C itself; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
    ended?.();
  });
}

const [which, ...more] = process.argv.slice(2);
if (which === 'example') await runExample(more);
else runFleet(process.argv.slice(2));
