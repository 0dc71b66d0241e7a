import { UNINSTALL_ORDER } from '@gotk/helm';
import { isApiError } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { buildResources } from '../resources/build-resources.js';
import { deleteResources, type Propagation } from '../resources/delete-resources.js';
import { ownershipProblem } from '../resources/ownership.js';
import type { Resource } from '../resources/resource.js';
import { waitForDeletion } from '../resources/wait-for-resources.js';
import { goTimeText } from '../storage/go-time.js';
import { type Release, withStatus } from '../storage/release.js';
import type { ActionContext, WaitStrategy } from './action-context.js';
import { ActionError, messageOf } from './action-error.js';
import { executeHooks, HookFailure } from './execute-hooks.js';

export interface UninstallOptions {
  readonly name: string;
  readonly disableHooks: boolean;
  readonly keepHistory: boolean;
  readonly propagation: Propagation;
  readonly strategy: WaitStrategy;
  readonly timeoutMs: number;
}

const RESOURCE_POLICY = 'helm.sh/resource-policy';

/**
 * Deletes the objects of the newest revision, but those that are to be kept or are not its own, and then its history.
 *
 * @throws LocatedError `release-missing` or `release-deleted`; ActionError when it has begun.
 */
export async function uninstallRelease(options: UninstallOptions, context: ActionContext): Promise<Release> {
  const { name, keepHistory } = options;
  const { storage, log, nowMs } = context;
  const history = await storage.history(name);
  const last = history.at(-1);
  if (last === undefined) throw missing(name);
  if (last.info.status === 'uninstalled') return purgeOrRefuse(history, last, { options, context });
  log.add('uninstall: deleting release', { name });
  const begun = withStatus(last, 'uninstalling', 'Deletion in progress (or silently failed)');
  let release: Release = { ...begun, info: { ...begun.info, deleted: goTimeText(nowMs()) } };
  const problems: string[] = [];
  release = await runHooks(release, 'pre-delete', { options, context }).catch((error: unknown) => {
    context.signal.throwIfAborted();
    throw new ActionError(messageOf(error), { release, cause: error });
  });
  await record(release, context);
  const deleted = await deleteObjects(release, options, context);
  await waitForDeletion(deleted, options, context).catch((error: unknown) => problems.push(messageOf(error)));
  context.signal.throwIfAborted();
  release = await runHooks(release, 'post-delete', { options, context }).catch((error: unknown) => {
    context.signal.throwIfAborted();
    problems.push(messageOf(error));
    return error instanceof HookFailure ? error.release : release;
  });
  release = withStatus(release, 'uninstalled', 'Uninstallation complete');
  if (keepHistory) await keep(release, context);
  else {
    log.add('purge requested', { release: name });
    await purge([...history.slice(0, -1), release], context).catch((error: unknown) => {
      problems.push(`uninstall: Failed to purge the release: ${messageOf(error)}`);
    });
  }
  if (problems.length === 0) return release;
  const message = `uninstallation completed with ${problems.length} error(s): ${problems.join('; ')}`;
  throw new ActionError(message, { release, cause: undefined });
}

function missing(name: string): LocatedError {
  const message = `uninstall: Release not loaded: ${name}: release: not found`;
  return new LocatedError({ code: 'release-missing', message });
}

async function purgeOrRefuse(
  history: readonly Release[],
  last: Release,
  { options, context }: { readonly options: UninstallOptions; readonly context: ActionContext },
): Promise<Release> {
  if (options.keepHistory) {
    const message = `the release named ${JSON.stringify(options.name)} is already deleted`;
    throw new LocatedError({ code: 'release-deleted', message });
  }
  await purge(history, context).catch((error: unknown) => {
    throw new Error(`uninstall: Failed to purge the release: ${messageOf(error)}`, { cause: error });
  });
  return last;
}

async function purge(releases: readonly Release[], { storage }: ActionContext): Promise<void> {
  for (const release of releases) await storage.delete(release);
}

async function keep(release: Release, context: ActionContext): Promise<void> {
  await record(release, context);
  for (const deployed of await context.storage.deployed(release.name)) {
    context.log.add('superseding previous deployment', { version: deployed.version });
    await record(withStatus(deployed, 'superseded'), context);
  }
}

/** Stores a release as well as can be. */
async function record(release: Release, { storage, signal, log }: ActionContext): Promise<void> {
  await storage.update(release).catch(() => {
    signal.throwIfAborted();
    log.add('uninstall: Failed to store updated release', { error: {} });
  });
}

async function runHooks(
  release: Release,
  event: 'pre-delete' | 'post-delete',
  { options, context }: { readonly options: UninstallOptions; readonly context: ActionContext },
): Promise<Release> {
  if (options.disableHooks) {
    if (event === 'pre-delete') context.log.add('delete hooks disabled', { release: release.name });
    return release;
  }
  return executeHooks(release, { ...options, event, serverSideApply: true }, context);
}

/** @returns what was deleted, to be waited for. */
async function deleteObjects(
  release: Release,
  { name, propagation }: UninstallOptions,
  context: ActionContext,
): Promise<readonly Resource[]> {
  const { manifest, namespace } = release;
  const resources = await buildResources(manifest, { ...context, namespace }).catch((error: unknown) => {
    throw failed(name, release, error);
  });
  const doomed = resources.filter((resource) => !isKept(resource)).toSorted(compareUninstallOrder);
  const own = await findOwn(doomed, release, context);
  for (const { key } of own) {
    const subject = { kind: key.kind, name: key.name, namespace: key.namespace ?? '', release: release.name };
    context.log.add('deleting resource owned by this release', subject);
  }
  const failures = await deleteResources(own, propagation, context);
  if (failures.length > 0) throw failed(name, release, failures[0]);
  return own;
}

function failed(name: string, release: Release, cause: unknown): ActionError {
  return new ActionError(`failed to delete release: ${name}`, { release, cause });
}

function isKept({ object }: Resource): boolean {
  return object.metadata.annotations?.[RESOURCE_POLICY]?.trim().toLowerCase() === 'keep';
}

const POSITIONS: ReadonlyMap<string, number> = new Map(UNINSTALL_ORDER.map((kind, index) => [kind, index]));

/** Kinds that Helm does not know go last, by name. */
function compareUninstallOrder(a: Resource, b: Resource): number {
  const [first, second] = [a, b].map(({ key }) => POSITIONS.get(key.kind) ?? POSITIONS.size) as [number, number];
  if (first !== second || first < POSITIONS.size) return first - second;
  return a.key.kind < b.key.kind ? -1 : Number(a.key.kind > b.key.kind);
}

/** Those that are there and belong to the release; others are left alone, and told. */
async function findOwn(
  resources: readonly Resource[],
  release: Release,
  context: ActionContext,
): Promise<readonly Resource[]> {
  const own: Resource[] = [];
  for (const resource of resources) {
    const { kind, name, namespace = '' } = resource.key;
    const subject = { kind, name, namespace, release: release.name };
    try {
      const live = await context.client.get(resource.key, undefined, context.signal);
      if (ownershipProblem(live, release) === undefined) own.push(resource);
      else context.log.add('warning: skipping delete of resource not owned by this release', subject);
    } catch (error) {
      context.signal.throwIfAborted();
      if (isApiError(error, 'NotFound')) continue;
      const message = 'warning: skipping delete of resource because ownership could not be verified';
      context.log.add(message, { ...subject, error: {} });
    }
  }
  return own;
}
