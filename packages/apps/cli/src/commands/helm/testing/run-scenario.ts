import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { HelmVersion } from '@gotk/helm';
import { runAlone } from '../../../testing/test-cluster.js';
import { type ChartServers, FIXED_MS, packScenarioChart } from './chart-servers.js';
import type { Outcome, Scenario, ScenarioFile, StepOutcome } from './scenario.js';
import { unpackTar } from './unpack-tar.js';

/** Who runs the command lines: this program, or a real helm. */
export type Runner =
  | { readonly kind: 'flux'; readonly version: HelmVersion }
  | { readonly kind: 'helm'; readonly binary: string };

/** In memory where that is possible: thousands of small files are written. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Runs a scenario in a folder of its own. @returns what it left behind, addresses and random parts replaced */
export async function runScenario(scenario: Scenario, runner: Runner, servers: ChartServers): Promise<Outcome> {
  const root = realpathSync(mkdtempSync(join(scratch, 'flux-helm-')));
  const folder = join(root, 'work');
  const place: Place = { root, folder, servers };
  try {
    for (const [path, file] of Object.entries(scenario.files ?? {})) addFile(place, path, file);
    mkdirSync(folder, { recursive: true });
    const before = snapshot(folder);
    const steps: StepOutcome[] = [];
    for (const line of scenario.run) steps.push(normalStep(await runLine(line, { scenario, runner, place }), place));
    return { steps, files: changes(before, snapshot(folder), place) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly servers: ChartServers;
}

/** A path that begins with `~/` is beside the working folder: Helm's own files. */
function addFile(place: Place, path: string, file: ScenarioFile): void {
  const target = path.startsWith('~/') ? join(place.root, path.slice(2)) : join(place.folder, path);
  mkdirSync(dirname(target), { recursive: true });
  if (typeof file === 'object' && 'link' in file) return symlinkSync(file.link, target);
  writeFileSync(target, contentOf(file, place), { mode: typeof file === 'object' && 'script' in file ? 0o755 : 0o644 });
  utimesSync(target, FIXED_MS / 1000, FIXED_MS / 1000);
}

function contentOf(file: Exclude<ScenarioFile, { readonly link: string }>, place: Place): string | Uint8Array {
  if (typeof file === 'string') return fillIn(file, place);
  if ('script' in file) return file.script;
  return 'chart' in file ? packScenarioChart(file.chart) : Buffer.from(file.base64, 'base64');
}

function fillIn(text: string, { folder, servers }: Place): string {
  return text
    .replaceAll('$HTTP', servers.http)
    .replaceAll('$OCI', servers.oci)
    .replaceAll('$LOCKED', servers.lockedOci)
    .replaceAll('$DIR', folder);
}

interface LineOptions {
  readonly scenario: Scenario;
  readonly runner: Runner;
  readonly place: Place;
}

function runLine(line: string, { scenario, runner, place }: LineOptions): Promise<StepOutcome> {
  const args = line.split(' ').map((word) => fillIn(word === "''" ? '' : word.replaceAll('␣', ' '), place));
  const env = {
    HOME: place.root,
    PATH: process.env['PATH'],
    TZ: 'UTC',
    HELM_CACHE_HOME: join(place.root, 'cache'),
    HELM_CONFIG_HOME: join(place.root, 'config'),
    HELM_DATA_HOME: join(place.root, 'data'),
    DOCKER_CONFIG: join(place.root, 'docker'),
    KUBECONFIG: join(place.root, 'no-kubeconfig'),
  };
  const options = { args, env, cwd: place.folder, stdin: scenario.stdin ?? '' };
  return runner.kind === 'helm' ? runBinary(runner.binary, options) : runFlux(runner.version, options);
}

interface RunOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: string;
}

async function runFlux(version: HelmVersion, { args, env, cwd, stdin }: RunOptions): Promise<StepOutcome> {
  const flags = version === '4.2' ? [] : ['--helm-version', version];
  const result = await runAlone(['helm', ...flags, ...args], { env, cwd, readStdin: async () => stdin });
  const stderr = withoutOurs(result.stderr).replaceAll('flux helm', 'helm');
  return { exit: result.exitCode, stdout: result.stdout, stderr };
}

/** What Helm does not say: places and advice. */
function withoutOurs(stderr: string): string {
  return stderr
    .replace(/^ {2}(?:at|hint:) .*\n/gm, '')
    .replace(/^(?!engine\.go)\S+:\d+(?::\d+)?: \[(?:INFO|WARNING|ERROR)\] .*\n/gm, '');
}

function runBinary(binary: string, { args, env, cwd, stdin }: RunOptions): Promise<StepOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, [...args], { env: { ...env }, cwd });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.stdin.on('error', () => undefined);
    child.on('close', (exit) => resolve({ exit: exit ?? 1, stdout, stderr }));
    child.stdin.end(stdin);
  });
}

function normalStep({ exit, stdout, stderr }: StepOutcome, place: Place): StepOutcome {
  return { exit, stdout: normalText(stdout, place), stderr: normalText(stderr, place) };
}

/** Without addresses, temporary names, times, and digests over these. */
function normalText(text: string, { root, folder, servers }: Place): string {
  const normal = text
    .replaceAll(servers.http, '$HTTP')
    .replaceAll(servers.http.replace('http://', ''), '$HOST')
    .replaceAll(servers.oci, '$OCI')
    .replaceAll(servers.lockedOci, '$LOCKED')
    .replaceAll(folder, '$DIR')
    .replaceAll(root, '$HOME')
    .replace(/\/tmp\/helm-lint\d+\/[^:\s]+/g, '$LINT')
    .replace(/(\.tgz)\d{5,}/g, '$1')
    .replace(/tmpcharts-\d+/g, 'tmpcharts')
    .replace(/helm-manager-[0-9a-f]{64}/g, 'helm-manager-$HASH')
    .replace(/^generated: .*$/gm, 'generated: $TIME')
    .replace(/-----BEGIN PGP SIGNATURE-----.*/s, 'signature');
  return /\$HTTP|\$OCI|Pulled:|Chart Hash|PGP/.test(normal)
    ? normal.replace(/sha256:[0-9a-f]{64}/g, 'sha256:$DIGEST')
    : normal;
}

type Snapshot = ReadonlyMap<string, string>;

function snapshot(folder: string): Snapshot {
  const files = new Map<string, string>();
  const walk = (path: string): void => {
    for (const name of readdirSync(join(folder, path)).sort()) {
      const inner = path === '' ? name : `${path}/${name}`;
      const stats = lstatSync(join(folder, inner));
      if (stats.isSymbolicLink()) files.set(inner, `link to ${readlinkSync(join(folder, inner))}`);
      else if (stats.isDirectory()) {
        files.set(`${inner}/`, '');
        walk(inner);
      } else files.set(inner, shownContent(join(folder, inner)));
    }
  };
  walk('');
  return files;
}

function shownContent(file: string): string {
  const bytes = readFileSync(file);
  return file.endsWith('.tgz') ? shownArchive(bytes) : bytes.toString('utf8');
}

function shownArchive(bytes: Buffer): string {
  try {
    const header = bytes
      .subarray(3, 40)
      .toString('latin1')
      .replace(/[^\x20-\x7e]/g, '.');
    const entries = unpackTar(gunzipSync(bytes)).map(({ name, mode, modifiedMs, data }) => {
      const time = modifiedMs === FIXED_MS ? 'then' : 'now';
      return `${name} ${mode.toString(8)} ${time}\n${Buffer.from(data).toString('utf8')}`;
    });
    return [`gzip ${header.slice(0, 12)}`, ...entries].join('\n');
  } catch {
    return 'no archive';
  }
}

function changes(before: Snapshot, after: Snapshot, place: Place): Outcome['files'] {
  const changed: Record<string, string | null> = {};
  for (const [path, content] of after) if (before.get(path) !== content) changed[path] = normalText(content, place);
  for (const path of before.keys()) if (!after.has(path)) changed[path] = null;
  return Object.fromEntries(Object.entries(changed).sort(([a], [b]) => (a < b ? -1 : 1)));
}
