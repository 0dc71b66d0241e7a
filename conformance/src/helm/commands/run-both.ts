import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '@gotk/cli';
import { runProgram } from '../../run-program.js';
import type { CommandCase, CommandOutcome } from './command-case.js';
import { compareOutcomes } from './compare-outcomes.js';

/** The real program, and which Helm it is. */
export interface RealHelm {
  readonly binary: string;
  readonly version: '4.2' | '3.22';
}

const TIMEOUT_MS = 120_000;

/** In memory where that is possible: many small files are written. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Runs a case in the real Helm and here. @returns what differs; `undefined` when nothing does */
export async function runBoth(given: CommandCase, helm: RealHelm): Promise<string | undefined> {
  const root = realpathSync(mkdtempSync(join(scratch, 'helm-fuzz-')));
  const folder = join(root, 'work');
  try {
    writeFiles(folder, given.files);
    const env = environmentOf(root);
    const real = (): Promise<CommandOutcome> =>
      runProgram(helm.binary, given.args, { cwd: folder, env, timeoutMs: TIMEOUT_MS });
    const [expected, actual] = [await real(), await runOurs(given.args, { cwd: folder, env, helm })];
    const difference = compareOutcomes(expected, actual);
    if (difference === undefined) return undefined;
    // What the real one says differently each time is left to chance.
    return compareOutcomes(expected, actual, [await real(), await real()]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function writeFiles(folder: string, files: CommandCase['files']): void {
  mkdirSync(folder, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function environmentOf(root: string): Readonly<Record<string, string>> {
  return {
    HOME: root,
    PATH: process.env['PATH'] ?? '',
    TZ: 'UTC',
    HELM_CACHE_HOME: join(root, 'cache'),
    HELM_CONFIG_HOME: join(root, 'config'),
    HELM_DATA_HOME: join(root, 'data'),
    KUBECONFIG: join(root, 'no-kubeconfig'),
  };
}

interface OurOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly helm: RealHelm;
}

async function runOurs(args: readonly string[], { cwd, env, helm }: OurOptions): Promise<CommandOutcome> {
  const output = { stdout: '', stderr: '' };
  const unused = (): never => {
    throw new Error('a cluster is not asked');
  };
  const exit = await runCli(['helm', ...(helm.version === '4.2' ? [] : ['--helm-version', helm.version]), ...args], {
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    readStdin: async () => '',
    readLine: async () => '',
    env,
    cwd,
    isTerminal: false,
    columns: () => 80,
    rows: () => 24,
    nowMs: Date.now,
    signal: new AbortController().signal,
    version: 'v0.0.0-dev.0',
    connect: unused,
    contextNamespace: async () => undefined,
  });
  return { exit, stdout: output.stdout, stderr: withoutOurs(output.stderr) };
}

/** What Helm does not say: places and advice. */
function withoutOurs(stderr: string): string {
  return stderr
    .replace(/^ {2}(?:at|hint:) .*\n/gm, '')
    .replace(/^(?!engine\.go)\S+:\d+(?::\d+)?: \[(?:INFO|WARNING|ERROR)\] .*\n/gm, '')
    .replaceAll('flux helm', 'helm');
}
