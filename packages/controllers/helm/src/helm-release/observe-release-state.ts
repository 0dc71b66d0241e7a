import type { DigestAlgorithm } from '@gotk/digest';
import { goMapOf } from '@gotk/go-template';
import { coalesceTables } from '@gotk/helm';
import type { JsonObject } from '@gotk/json';
import { jsonOfValues } from '../actions/render-release-chart.js';
import { type Drift, detectDrift } from '../drift/detect-drift.js';
import { commonMetadataDigest, postRenderersDigest } from '../post-render/spec-digests.js';
import { isConfigDigest } from '../snapshot/config-digest.js';
import { hasBeenTested, hasFailedTest, isUnchanged, type Snapshot } from '../snapshot/snapshot.js';
import { digestAlgorithmOf } from '../snapshot/text-digest.js';
import { chartMetadataOf, isPending, type Release, type ReleaseStatus } from '../storage/release.js';
import { detectsDrift, remediationOf, shortReleaseNameOf } from './release-spec.js';
import { beginAction, type DesiredRelease, type ReleaseWork } from './release-work.js';

/** How a release stands to what is wanted of it. */
export type ReleaseState =
  /** There is none, or it was uninstalled. */
  | { readonly kind: 'absent' }
  /** Something was being done to it when its doer died. */
  | { readonly kind: 'locked' }
  /** It is there, but not as this controller left it. */
  | { readonly kind: 'unmanaged' }
  | { readonly kind: 'out-of-sync'; readonly reason: string }
  | { readonly kind: 'failed' }
  | { readonly kind: 'untested' }
  | { readonly kind: 'drifted'; readonly drifts: readonly Drift[] }
  | { readonly kind: 'in-sync' };

/** Compares what is stored and what is in the cluster with what is wanted. @throws Error when that cannot be told */
export async function observeReleaseState(work: ReleaseWork, desired: DesiredRelease): Promise<ReleaseState> {
  const { progress } = work;
  const release = await lastRelease(work);
  if (release === undefined) return { kind: 'absent' };
  if (isPending(release)) return { kind: 'locked' };
  const { latest } = progress;
  if (latest === undefined) return { kind: release.info.status === 'uninstalled' ? 'absent' : 'unmanaged' };
  if (!isUnchanged(latest, release)) return { kind: 'unmanaged' };
  switch (release.info.status) {
    case 'failed':
      return { kind: 'failed' };
    case 'uninstalled':
      return { kind: 'absent' };
    case 'deployed':
      return observeDeployed(work, { desired, release, latest });
    default:
      throw unknownStatus(release.info.status);
  }
}

function unknownStatus(status: ReleaseStatus): Error {
  return new Error(`unable to determine state for release with status '${status}'`);
}

async function lastRelease(work: ReleaseWork): Promise<Release | undefined> {
  try {
    return await beginAction(work).storage.last(shortReleaseNameOf(work.context.object));
  } catch (error) {
    work.context.signal.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`failed to retrieve last release from storage: ${text}`, { cause: error });
  }
}

interface Deployed {
  readonly desired: DesiredRelease;
  readonly release: Release;
  readonly latest: Snapshot;
}

async function observeDeployed(work: ReleaseWork, deployed: Deployed): Promise<ReleaseState> {
  const reason = outOfSyncReason(work, deployed);
  if (reason !== undefined) return { kind: 'out-of-sync', reason };
  return testState(work, deployed) ?? driftState(work, deployed.release);
}

function outOfSyncReason(
  { context, progress }: ReleaseWork,
  { desired, release, latest }: Deployed,
): string | undefined {
  const { metadata } = desired.chart;
  const stored = chartMetadataOf(release);
  if (stored['name'] !== metadata.name || stored['version'] !== metadata.version) return 'release chart changed';
  const { object } = context;
  const wanted = object.spec.upgrade?.preserveValues === true ? preservedConfig(desired, release) : desired.config;
  if (!isConfigDigest(latest.configDigest, wanted)) return 'release config values changed';
  if (object.status?.observedGeneration === object.metadata.generation) return undefined;
  const { observedPostRenderersDigest, observedCommonMetadataDigest } = progress.fields;
  const { postRenderers, commonMetadata } = object.spec;
  // What was written with another --snapshot-digest-algo counts as it is.
  const algorithmOf = (digest: string | undefined): DigestAlgorithm => digestAlgorithmOf(digest) ?? progress.algorithm;
  if (postRenderersDigest(postRenderers, algorithmOf(observedPostRenderersDigest)) !== observedPostRenderersDigest) {
    return 'postrenderers digest has changed';
  }
  if (
    commonMetadataDigest(commonMetadata, algorithmOf(observedCommonMetadataDigest)) !== observedCommonMetadataDigest
  ) {
    return 'common metadata digest has changed';
  }
  return undefined;
}

/** What an upgrade that keeps the values there are would come to. */
function preservedConfig({ config }: DesiredRelease, release: Release): JsonObject {
  return jsonOfValues(coalesceTables(goMapOf(config), goMapOf(release.config)));
}

function testState({ context, progress }: ReleaseWork, { latest }: Deployed): ReleaseState | undefined {
  const { object } = context;
  if (object.spec.test?.enable !== true) return undefined;
  if (!hasBeenTested(latest)) return { kind: 'untested' };
  const action = progress.fields.lastAttemptedReleaseAction;
  if (action === undefined || remediationOf(object, action).ignoreTestFailures) return undefined;
  return hasFailedTest(latest) ? { kind: 'failed' } : undefined;
}

async function driftState({ deps, context, client }: ReleaseWork, release: Release): Promise<ReleaseState> {
  const { object, signal } = context;
  if (!detectsDrift(object)) return { kind: 'in-sync' };
  try {
    const drifts = await detectDrift(release, {
      client,
      fieldManager: deps.controllerName,
      ignore: object.spec.driftDetection?.ignore ?? [],
      overrideManagers: deps.overrideManagers,
      signal,
    });
    return drifts.some(({ kind }) => kind !== 'excluded') ? { kind: 'drifted', drifts } : { kind: 'in-sync' };
  } catch (error) {
    signal.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`unable to determine cluster state: ${text}`, { cause: error });
  }
}
