import { setMaxListeners } from 'node:events';
import { resolve } from 'node:path';
import { createLogger } from '@gotk/controller-runtime';
import { createGitClient, type GitClient } from '@gotk/git';
import type { RewriteUrl } from '@gotk/http';
import { expireAfter } from '@gotk/kube-client';
import { renderError } from '@gotk/located-error';
import type { KubeObject } from '@gotk/objects';
import { type CommandContext, ExitError } from '../cli/command.js';
import { type ClosingStack, createClosingStack } from './closing-stack.js';
import { type DataFolder, openDataFolder } from './cluster/data-folder.js';
import { ENTRY } from './cluster/entry-objects.js';
import { installControllers, installObjects } from './cluster/install-objects.js';
import { hasAnswered, requestSource } from './cluster/request-source.js';
import { type Cluster, startCluster } from './cluster/start-cluster.js';
import { ControllerLog } from './controllers/controller-log.js';
import { type Controllers, startControllers } from './controllers/start-controllers.js';
import { checkSource } from './input/check-source.js';
import { readManifests } from './input/read-manifests.js';
import { readMirrors } from './input/read-mirrors.js';
import { resolveInput } from './input/resolve-input.js';
import { type ServedSource, serveSource } from './input/serve-source.js';
import { describeCycle } from './progress/describe-cycle.js';
import { followProgress, type ProgressFollower } from './progress/follow-progress.js';
import { observeCluster } from './progress/observe-cluster.js';
import { reportResult } from './progress/report-result.js';
import type { UpOptions } from './up-options.js';
import { chooseView } from './view/choose-view.js';
import type { ProgressView } from './view/progress-view.js';

/**
 * Runs a Git repository as a cluster until it is stopped, or with `once` until everything is ready or has failed.
 *
 * @throws LocatedError for input that cannot be used; ExitError 1 when `once` ends with something that is not ready.
 */
export async function runUp(options: UpOptions, context: CommandContext): Promise<void> {
  const closing = createClosingStack();
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  // Every watch and wait listens to it.
  setMaxListeners(0, signal);
  try {
    const running = await prepare(options, { context, closing, signal });
    const controllers = await startControllers(
      {
        client: running.cluster.client,
        git: running.git,
        rewrite: running.rewrite,
        flags: options.controllers,
        artifactsDir: running.data.artifactsDir,
        log: await createLogger({ write: (line) => running.controllerLog.write(line) }),
        onFailure: (error) => stop.abort(error),
      },
      closing,
    );
    for (const name of controllers.names) running.controllerLog.open(name);
    await installControllers(running.cluster.client, controllers.names, signal);
    await drive(options, { ...running, controllers });
  } catch (error) {
    // Ctrl-C is how a person ends it.
    if (!context.io.signal.aborted) throw error;
    if (options.once) throw new ExitError('interrupted', 130);
  } finally {
    stop.abort();
    await closing.close();
  }
  if (!options.once)
    context.log.action(options.storage.kind === 'none' ? 'stopped' : 'stopped; the same command goes on from here');
}

interface Surroundings {
  readonly context: CommandContext;
  readonly closing: ClosingStack;
  readonly signal: AbortSignal;
}

interface Running extends Surroundings {
  readonly source: ServedSource & { readonly branch: string };
  readonly git: GitClient;
  readonly rewrite: RewriteUrl;
  readonly data: DataFolder;
  readonly cluster: Cluster;
  /** The cluster is that of an earlier run, so that the source may tell what it saw then. */
  readonly goesOn: boolean;
  readonly controllerLog: ControllerLog;
}

/** Everything that can be wrong with the input comes to light here, before anything is in the cluster. */
async function prepare(options: UpOptions, surroundings: Surroundings): Promise<Running> {
  const { context, closing, signal } = surroundings;
  const { io } = context;
  const rewrite = await readMirrors(options);
  const input = await resolveInput(options, signal);
  const data = await openDataFolder(input, options, io.env);
  closing.push(data.release);
  const served = await serveSource(input, { shadowDir: data.shadowDir, nowMs: io.nowMs }, { closing, signal });
  const git = createGitClient({ rewrite });
  closing.push(() => git.close());
  const branch = await checkSource(git, served, signal);
  const controllerLog = new ControllerLog(io.nowMs);
  const podLog = (pod: KubeObject) => controllerLog.logOf(pod);
  const inFolder = (file: string | undefined) => (file === undefined ? undefined : resolve(options.cwd, file));
  const files = {
    snapshot: inFolder(options.snapshot),
    restore: inFolder(options.restore),
    auditLog: inFolder(options.auditLog),
  };
  const cluster = await startCluster(data, { port: options.port, podLog, rehearsal: !options.once, ...files }, closing);
  // Where everything acts as somebody, the entry acts as whom bootstrap would name.
  const actsAs = options.controllers.defaultServiceAccount === '' ? {} : { serviceAccountName: 'kustomize-controller' };
  const entry = { url: served.url, branch, path: served.path, ...actsAs };
  const goesOn = await installObjects(cluster.client, entry, signal);
  return { ...surroundings, source: { ...served, branch }, git, rewrite, data, cluster, goesOn, controllerLog };
}

async function drive(options: UpOptions, running: Running & { readonly controllers: Controllers }): Promise<void> {
  const { context, closing, signal, source, cluster, controllers } = running;
  const { io } = context;
  const startedMs = io.nowMs();
  announce(options, running);
  const token = running.goesOn ? await requestSource(cluster.client, startedMs, signal) : undefined;
  const view = chooseView(options, context);
  closing.push(() => view.close());
  const follower = await startFollower({ running, view, token, nowMs: io.nowMs });
  closing.push(() => follower.stop());
  await source.watch(() => controllers.enqueue('GitRepository', ENTRY), signal);
  await (options.once
    ? endOnce(options, { ...running, follower, startedMs })
    : keepGoing({ ...running, follower, view }));
}

function announce({ output }: UpOptions, { context, cluster, source }: Running): void {
  const { io, log } = context;
  log.action(`running ${source.label} on ${cluster.url}`);
  const line = `export KUBECONFIG=${cluster.kubeconfig}\n`;
  if (output === 'json') io.stderr(line);
  else io.stdout(line);
}

interface FollowerOptions {
  readonly running: Running & { readonly controllers: Controllers };
  readonly view: ProgressView;
  /** Tells when the entry source has looked for news; `undefined` where it cannot tell anything older. */
  readonly token: string | undefined;
  readonly nowMs: () => number;
}

/** Follows what the controllers' own watches see; resolves when everything has been listed. */
async function startFollower({ running, view, token, nowMs }: FollowerOptions): Promise<ProgressFollower> {
  const { informers, handledKinds } = running.controllers;
  let follower: ProgressFollower | undefined;
  const observer = observeCluster({
    informers,
    handledKinds,
    isPending: (object) => token !== undefined && isEntrySource(object) && !hasAnswered(object, token),
    onChange: () => follower?.changed(),
  });
  await observer.whenSynced(running.signal);
  const redrawMs = running.context.io.isTerminal ? 100 : undefined;
  follower = followProgress({ look: observer.view, view, nowMs, redrawMs });
  return follower;
}

function isEntrySource({ kind, metadata }: KubeObject): boolean {
  return kind === 'GitRepository' && metadata.name === ENTRY.name && metadata.namespace === ENTRY.namespace;
}

interface Ending extends Running {
  readonly follower: ProgressFollower;
  readonly startedMs: number;
}

async function endOnce(options: UpOptions, { follower, startedMs, ...running }: Ending): Promise<void> {
  const { signal, context } = running;
  const waiting = follower.settled(AbortSignal.any([signal, expireAfter(options.timeoutMs)]));
  const settled = await waiting.catch((error: unknown) => {
    if (signal.aborted) throw error;
    return undefined;
  });
  const report = settled ?? follower.report();
  const durationMs = context.io.nowMs() - startedMs;
  const cycle = await describeCycle(report, () => readManifests(running.git, running.source, signal));
  if (cycle !== undefined) context.log.failure(renderError(cycle));
  reportResult({ report, durationMs, timedOut: settled === undefined, output: options.output }, context);
}

/** Runs until it is stopped; a dependency cycle, which nothing else tells, is told. */
async function keepGoing({
  follower,
  view,
  signal,
  git,
  source,
}: Running & { readonly follower: ProgressFollower; readonly view: ProgressView }): Promise<void> {
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const report = await Promise.race([follower.settled(signal), stopped]);
  const cycle = await describeCycle(report, () => readManifests(git, source, signal));
  if (cycle !== undefined) view.note(`✗ ${renderError(cycle)}`);
  await stopped;
}
