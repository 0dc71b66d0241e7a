import type { ExpressedHealthOf } from '@gotk/apply';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import type { GoMap } from '@gotk/go-template';
import type { Chart } from '@gotk/helm';
import type { JsonObject } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import type { ActionContext } from '../actions/action-context.js';
import type { Deps } from '../deps.js';
import { HelmLogBuffer } from '../log/helm-log-buffer.js';
import type { Release } from '../storage/release.js';
import { createReleaseStorage } from '../storage/release-storage.js';
import type { ReleaseProgress } from './release-progress.js';
import { waitForTurn } from './wait-for-turn.js';

/** One reconciliation's work on a release that is known to be there or wanted. */
export interface ReleaseWork {
  readonly deps: Deps;
  readonly context: ReconcileContext<HelmRelease>;
  readonly progress: ReleaseProgress;
  /** Acts as the release's own account, in its own cluster. */
  readonly client: KubeClient;
  readonly healthOf: ExpressedHealthOf;
}

/** What a release is to be made from. */
export interface DesiredRelease {
  readonly chart: Chart;
  readonly values: GoMap;
  /** The values as JSON. */
  readonly config: JsonObject;
  readonly configDigest: string;
}

/** The surroundings of one action. `observe` is told of everything that the action stores. */
export function beginAction(
  { deps, context, client, healthOf, progress }: ReleaseWork,
  observe: (release: Release) => void = () => {},
): ActionContext {
  const { controllerName: fieldManager, hookPollIntervalMs } = deps;
  const { nowMs, signal } = context;
  const namespace = progress.fields.storageNamespace ?? '';
  return {
    client,
    storage: createReleaseStorage({ client, namespace, fieldManager, nowMs, signal, observe }),
    fieldManager,
    log: new HelmLogBuffer(nowMs),
    logger: context.log,
    nowMs,
    signal,
    healthOf,
    hookPollIntervalMs,
    wait: (run, interruptible) => waitForTurn(context, run, interruptible && deps.gates.CancelHealthCheckOnNewRevision),
  };
}
