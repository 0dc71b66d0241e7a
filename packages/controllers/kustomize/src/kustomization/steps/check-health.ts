import { type Change, HealthError, type StatusOf, waitForHealth } from '@gotk/apply';
import { hasConditionStatus } from '@gotk/conditions';
import { Halt, Preempted, type ReconcileContext } from '@gotk/controller-runtime';
import { renderMs } from '@gotk/duration';
import type { Kustomization } from '@gotk/flux-types';
import { objectIdOf, renderObjectId } from '@gotk/inventory';
import type { KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { fieldOf, type KubeObject, type ObjectKey } from '@gotk/objects';
import { KUSTOMIZATION } from '../../group.js';
import { timeoutMs } from '../intervals.js';
import { markReconciling } from '../status.js';

/** What was applied, and how its health is told. */
export interface HealthInput {
  readonly client: KubeClient;
  readonly statusOf: StatusOf;
  readonly changes: readonly Change[];
  readonly objects: readonly KubeObject[];
  readonly revision: string;
  /** End at the first object that failed. */
  readonly failFast: boolean;
}

/** Waits, without holding a worker, until everything that `wait` or `healthChecks` names is healthy. */
export async function checkHealth(context: ReconcileContext<Kustomization>, input: HealthInput): Promise<void> {
  const { object, status } = context;
  const keys = keysToCheck(object, input.changes);
  if (keys === undefined) {
    status.removeConditions('Healthy');
    return;
  }
  const wasHealthy = hasConditionStatus(status.conditions, { type: 'Healthy', status: 'True' });
  const startedAtMs = context.nowMs();
  await tellChecking(context, input.revision);
  try {
    await context.park((signal) => waitUntilHealthy(keys, { ...input, timeoutMs: timeoutMs(object) }, signal));
  } catch (error) {
    if (error instanceof Preempted) throw canceled(error);
    context.signal.throwIfAborted();
    throw failed(context, { error, tookMs: context.nowMs() - startedAtMs });
  }
  await tellHealthy(context, { ...input, wasHealthy, tookMs: context.nowMs() - startedAtMs });
}

/** What is to be checked, without the Kustomization itself; `undefined` when nothing was asked for. */
function keysToCheck({ metadata, spec }: Kustomization, changes: readonly Change[]): readonly ObjectKey[] | undefined {
  const references = spec.healthChecks ?? [];
  if (spec.wait !== true && references.length === 0) return undefined;
  const keys =
    spec.wait === true
      ? changes.filter(({ action }) => action !== 'skipped').map(({ key }) => key)
      : references.map(({ apiVersion = '', ...rest }) => ({
          ...rest,
          apiVersion: apiVersion === '' ? 'apps/v1' : apiVersion,
        }));
  if (keys.length === 0) return undefined;
  return keys.filter(
    ({ kind, namespace, name }) =>
      kind !== KUSTOMIZATION.kind || namespace !== metadata.namespace || name !== metadata.name,
  );
}

async function tellChecking(context: ReconcileContext<Kustomization>, revision: string): Promise<void> {
  const limit = renderMs(timeoutMs(context.object));
  const message = `Running health checks for revision ${revision} with a timeout of ${limit}`;
  markReconciling(context.status, message);
  context.status.mark({ type: 'Healthy', status: 'Unknown', reason: 'Progressing', message });
  await context.save();
}

function waitUntilHealthy(
  keys: readonly ObjectKey[],
  { client, statusOf, objects, failFast, timeoutMs: limitMs }: HealthInput & { readonly timeoutMs: number },
  signal: AbortSignal,
): Promise<void> {
  const vanishing = new Set(objects.filter(isJobWithTtl).map(idOfObject));
  const mayBeGone = (key: ObjectKey): boolean => vanishing.has(renderObjectId(objectIdOf(key)));
  return waitForHealth(keys, { client, statusOf, failFast, mayBeGone, timeoutMs: limitMs }, signal);
}

/** Jobs that clean themselves up may be gone before they are looked at. */
function isJobWithTtl({ apiVersion, kind, ...fields }: KubeObject): boolean {
  return (
    kind === 'Job' &&
    apiVersion.startsWith('batch/') &&
    typeof fieldOf(fields, 'spec', 'ttlSecondsAfterFinished') === 'number'
  );
}

function idOfObject({ apiVersion, kind, metadata }: KubeObject): string {
  return renderObjectId(objectIdOf({ apiVersion, kind, namespace: metadata.namespace, name: metadata.name ?? '' }));
}

/** Something newer is wanted: this revision need not become healthy any more. */
function canceled({ trigger, message }: Preempted): Halt {
  const { kind, namespace = '', name } = trigger;
  return new Halt({
    kind: 'waiting',
    reason: 'HealthCheckCanceled',
    message,
    event: {
      severity: 'info',
      message: `Health checks canceled due to new reconciliation triggered by ${kind}/${namespace}/${name}`,
    },
    requeueAfterMs: 0,
  });
}

function failed(
  context: ReconcileContext<Kustomization>,
  { error, tookMs }: { readonly error: unknown; readonly tookMs: number },
): LocatedError {
  const text = error instanceof Error ? error.message : String(error);
  context.status.mark({ type: 'Healthy', status: 'False', reason: 'HealthCheckFailed', message: text });
  return new LocatedError({
    code: 'health-check-failed',
    message: `health check failed after ${renderMs(tookMs)}: ${text}`,
    hint: error instanceof HealthError ? explain(error) : undefined,
    cause: error,
  });
}

/** What the first unhealthy object says about itself. */
function explain({ healths }: HealthError): string | undefined {
  for (const [{ kind, name }, { status, message = '' }] of healths) {
    if (status !== 'Current' && message !== '') return `Look at ${kind} ${name}: ${message}`;
  }
  return undefined;
}

async function tellHealthy(
  context: ReconcileContext<Kustomization>,
  {
    changes,
    revision,
    wasHealthy,
    tookMs,
  }: Pick<HealthInput, 'changes' | 'revision'> & { readonly wasHealthy: boolean; readonly tookMs: number },
): Promise<void> {
  const message = `Health check passed in ${renderMs(tookMs)}`;
  const isNewRevision = context.status.fields['lastAppliedRevision'] !== revision;
  const drifted = changes.some(({ action }) => action === 'created' || action === 'configured' || action === 'deleted');
  if (!wasHealthy || (isNewRevision && drifted)) context.event({ severity: 'info', message });
  context.status.mark({ type: 'Healthy', status: 'True', reason: 'Succeeded', message });
  await context.save();
}
