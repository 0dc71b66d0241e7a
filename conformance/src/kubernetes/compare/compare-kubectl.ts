import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { renderYaml } from '@gotk/yaml';
import { isDecidedByTime, readKnownFailing } from '../../known-failing.js';
import type { ProgramRun } from '../../run-program.js';
import { shortDiff } from '../../short-diff.js';
import { goldenUsers } from '../api-connection.js';
import { startGoldenServer } from '../golden-server.js';
import { realServerBinary, startRealServer } from '../real-server.js';
import { type KubectlCommand, readSessions } from './kubectl-sessions.js';
import { normalOutput, runKubectl } from './run-kubectl.js';

const SESSIONS = fileURLToPath(new URL('../../../kubernetes/kubectl-sessions', import.meta.url));
const KNOWN = fileURLToPath(new URL('../../../kubernetes/known-kubectl-differences.txt', import.meta.url));
/** Controllers get this long to bring both clusters to the same state. */
const PATIENCE_MS = 5000;
const PAUSE_MS = 500;

/** Runs the same kubectl commands against the real server with its controllers and the embedded one, and prints what differs. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { filter: { type: 'string' } } });
  const filter = new RegExp(values.filter ?? '');
  const binary = realServerBinary();
  if (binary === undefined) {
    console.log('SKIP: there is neither the real API server ($KUBE_ORACLE) nor Go to build it');
    return 0;
  }
  const known = values.filter === undefined ? readKnownFailing(KNOWN) : new Map<string, string>();
  const counts = { alike: 0, different: 0, known: 0 };
  const [ours, real] = await Promise.all([startOurs(), startReal(binary)]);
  try {
    for (const { session, commands } of readSessions(SESSIONS)) {
      if (!filter.test(session)) continue;
      for (const [index, command] of commands.entries()) {
        const name = `${session}#${index}`;
        counts[judge(name, command, await difference(command, [ours.home, real.home]), known)]++;
      }
    }
  } finally {
    await Promise.all([ours.close(), real.close()]);
  }
  if (counts.known > 0) console.log(`${counts.known} known to differ`);
  console.log(`${counts.alike} commands alike, ${counts.different} different`);
  return counts.different === 0 ? 0 : 1;
}

function judge(
  name: string,
  { run }: KubectlCommand,
  diff: string,
  known: ReadonlyMap<string, string>,
): 'alike' | 'different' | 'known' {
  const reason = known.get(name);
  if (reason !== undefined && diff !== '') return 'known';
  if (reason !== undefined && !isDecidedByTime(reason)) {
    console.log(`DIFF ${name}: is alike, but stands on the list of known differences; remove the line`);
    return 'different';
  }
  if (diff === '') return 'alike';
  console.log(`DIFF ${name} kubectl ${run}\n${diff}`);
  return 'different';
}

/** Commands that only read are repeated until both clusters say the same. */
async function difference({ run, stdin }: KubectlCommand, [ours, real]: readonly [string, string]): Promise<string> {
  const reads = /^(?:get|describe|events|rollout status|wait|auth|api-|explain|top|logs)/.test(run);
  const deadline = performance.now() + (reads ? PATIENCE_MS : 0);
  for (;;) {
    const [a, b] = await Promise.all([runKubectl(run, stdin, ours), runKubectl(run, stdin, real)]);
    const diff = render(b) === render(a) ? '' : shortDiff(render(b), render(a));
    if (diff === '' || performance.now() > deadline) return diff;
    await sleep(PAUSE_MS);
  }
}

function render({ exit, stdout, stderr }: ProgramRun): string {
  return `exit ${exit}\n${normalOutput(stdout)}\nstderr:\n${normalOutput(stderr)}`;
}

interface Cluster {
  readonly home: string;
  close(): Promise<void>;
}

async function startOurs(): Promise<Cluster> {
  const server = await startGoldenServer({ controllers: true, serviceAccountAdmission: false });
  return clusterOf({ server: server.url, 'certificate-authority-data': server.ca }, () => server.close());
}

async function startReal(binary: string): Promise<Cluster> {
  const server = await startRealServer(binary, goldenUsers, { controllers: true });
  const cluster = {
    server: server.url,
    'tls-server-name': server.servername,
    'certificate-authority-data': Buffer.from(server.ca).toString('base64'),
  };
  return clusterOf(cluster, () => server.close());
}

function clusterOf(cluster: Readonly<Record<string, string>>, stop: () => Promise<void>): Cluster {
  const home = mkdtempSync(join(tmpdir(), 'kubectl-compare-'));
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'here', cluster }],
    users: goldenUsers.map(({ identity, token }) => ({ name: identity.user, user: { token } })),
    contexts: goldenUsers.map(({ identity: { user } }) => ({ name: user, context: { cluster: 'here', user } })),
    'current-context': 'admin',
  };
  writeFileSync(join(home, 'config'), renderYaml(config), { mode: 0o600 });
  return {
    home,
    close: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

process.exitCode = await main();
