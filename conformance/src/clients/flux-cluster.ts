import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fluxCrds } from '@gotk/flux-types';
import { commitFiles, initBareRepository, serveGit } from '@gotk/git';
import { fieldOf, type KubeObject, type ObjectKey } from '@gotk/objects';
import { freePort } from '../free-port.js';
import { goProgram } from '../go-program.js';
import { type ClientCluster, startClientCluster } from './client-cluster.js';

const SOURCES = resolve(fileURLToPath(import.meta.url), '../../../flux-controllers');
const NAMES = ['source', 'kustomize', 'helm', 'notification'] as const;
const LIMIT_MS = 180_000;
const AUTHOR = { name: 'Author', email: 'author@example.com' };

/** The namespace of Flux's objects. */
export const NAMESPACE = 'flux-system';

/** One of Flux's controllers. */
export interface FluxController {
  readonly name: string;
  /** The built program. */
  readonly binary: string;
}

/** Flux's controllers, built from their Go modules where they are not yet. @returns `undefined` without Go. */
export function fluxControllers(): readonly FluxController[] | undefined {
  const found = NAMES.map((name) => ({
    name: `${name}-controller`,
    binary: goProgram({
      name: `flux-${name}-controller`,
      sources: SOURCES,
      package: `github.com/fluxcd/${name}-controller`,
    }),
  }));
  return found.every((each): each is FluxController => each.binary !== undefined) ? found : undefined;
}

/** An embedded API server that Flux's own controllers work on, and a repository for them. */
export interface FluxCluster extends ClientCluster {
  /** Address of the repository. */
  readonly repository: string;
  /** Writes files into a new commit of its branch `main`. */
  commit(message: string, files: Readonly<Record<string, string>>): Promise<unknown>;
  /** Waits for an object to be as wanted. @throws with its status and the end of the logs. */
  until(key: ObjectKey, isWanted: (object: KubeObject) => boolean): Promise<KubeObject>;
  /** Waits until there is no such object. */
  untilGone(key: ObjectKey): Promise<void>;
  /** What the controllers said. */
  logs(): string;
  /** Asks for a reconciliation at once. */
  request(key: ObjectKey): Promise<void>;
}

/** Starts the server, a Git server and the controllers. */
export async function startFluxCluster(
  controllers: readonly FluxController[],
  files: Readonly<Record<string, string>>,
): Promise<FluxCluster> {
  const cluster = await startClientCluster();
  const { client, folder } = cluster;
  const gitDir = join(folder, 'repository.git');
  const commit: FluxCluster['commit'] = (message, content) => commitTo(gitDir, message, content);
  await initBareRepository(gitDir, 'main');
  await commit('start', files);
  const git = await serveGit({ find: (path) => (path === 'app' ? { gitDir } : undefined) });
  for (const crd of fluxCrds()) await client.create(crd);
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  const processes = await startControllers(cluster, controllers);
  const waitFor = async (key: ObjectKey, isWanted: (object: KubeObject | undefined) => boolean): Promise<void> => {
    for (const deadline = Date.now() + LIMIT_MS; ; await sleep(100)) {
      const object = await client.find(key);
      if (isWanted(object)) return;
      if (Date.now() > deadline)
        throw new Error(`${key.kind} ${key.name}: ${JSON.stringify(object)}\n${logs(folder, 2500)}`);
    }
  };
  return {
    ...cluster,
    repository: `${git.url}/app`,
    commit,
    until: async (key, isWanted) => {
      await waitFor(key, (object) => object !== undefined && isWanted(object));
      return client.get(key);
    },
    untilGone: (key) => waitFor(key, (object) => object === undefined),
    logs: () => logs(folder, Number.POSITIVE_INFINITY),
    request: async (key) => {
      const annotations = { 'reconcile.fluxcd.io/requestedAt': new Date().toISOString() };
      await client.patch(key, { type: 'merge', body: { metadata: { annotations } } });
    },
    close: async () => {
      await Promise.all(processes.map(stop));
      await git.close();
      await cluster.close();
    },
  };
}

function commitTo(gitDir: string, message: string, files: Readonly<Record<string, string>>): Promise<string> {
  const changes = Object.entries(files).map(([path, content]) => ({ path, content }));
  const whenSeconds = Math.floor(Date.now() / 1000);
  const options = { gitDir, ref: 'refs/heads/main', author: AUTHOR, whenSeconds, message, changes };
  return commitFiles(options, new AbortController().signal);
}

/** Each with its log in the folder of the cluster. */
async function startControllers(
  { folder, kubeconfig }: ClientCluster,
  controllers: readonly FluxController[],
): Promise<readonly ChildProcess[]> {
  const [storage, events, receiver] = [await freePort(), await freePort(), await freePort()];
  mkdirSync(join(folder, 'artifacts'));
  const addresses = ['--storage-addr', '--storage-adv-addr'].map((flag) => `${flag}=127.0.0.1:${storage}`);
  const own: Readonly<Record<string, readonly string[]>> = {
    'source-controller': [...addresses, `--storage-path=${join(folder, 'artifacts')}`],
    'notification-controller': [`--receiverAddr=127.0.0.1:${receiver}`, `--events-addr=127.0.0.1:${events}`],
  };
  const env = {
    ...{ PATH: process.env['PATH'], HOME: folder, TMPDIR: folder },
    ...{ KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: NAMESPACE },
  };
  const general = ['--watch-all-namespaces', '--metrics-addr=127.0.0.1:0', '--health-addr=127.0.0.1:0'];
  return controllers.map(({ name, binary }) => {
    const log = openSync(join(folder, `${name}.log`), 'a', 0o600);
    const flags = [`--events-addr=http://127.0.0.1:${events}/`, ...general, ...(own[name] ?? [])];
    return spawn(binary, flags, { cwd: folder, env, stdio: ['ignore', log, log] });
  });
}

function logs(folder: string, characters: number): string {
  const ends = NAMES.map((name) => readFileSync(join(folder, `${name}-controller.log`), 'utf8').slice(-characters));
  return ends.join('\n');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGKILL');
  await exited;
}

/** Whether an object is ready in its present generation. */
export function isReady(object: KubeObject): boolean {
  const conditions = (fieldOf(object, 'status', 'conditions') ?? []) as readonly KubeObject[];
  const ready = conditions.find((each) => fieldOf(each, 'type') === 'Ready');
  const observed = fieldOf(object, 'status', 'observedGeneration') === object.metadata.generation;
  return observed && fieldOf(ready, 'status') === 'True';
}
