import type { DigestAlgorithm } from '@gotk/digest';
import type { HelmReleaseStatus } from '@gotk/flux-types';
import { kubeTimeText } from '../storage/go-time.js';
import { chartMetadataOf, type Release } from '../storage/release.js';
import { configDigest } from './config-digest.js';
import { isReleaseDigest, releaseDigest } from './release-digest.js';

/** One entry of `status.history`. */
export type Snapshot = NonNullable<HelmReleaseStatus['history']>[number];

type TestHook = NonNullable<Snapshot['testHooks']>[string];

/** What made a release, for people to see. */
export type SnapshotAction = 'install' | 'upgrade' | 'rollback' | 'uninstall' | 'uninstall-remediation' | 'reset' | '';

/** The way in which Flux computes digests of releases today. */
const API_VERSION = 'v2';
const ZERO_TIME = '0001-01-01T00:00:00Z';

export interface SnapshotOptions {
  /** Of the digests. */
  readonly algorithm: DigestAlgorithm;
  readonly action?: string | undefined;
  /** Of the chart in its registry, where it came from one. */
  readonly ociDigest?: string | undefined;
}

/** What the status remembers of a release. */
export function snapshotOf(release: Release, { algorithm, action = '', ociDigest = '' }: SnapshotOptions): Snapshot {
  const { appVersion, name: chartName, version: chartVersion } = chartMetadataOf(release);
  const deleted = kubeTimeText(release.info.deleted);
  return {
    apiVersion: API_VERSION,
    digest: releaseDigest(release, { algorithm, ociDigest }),
    name: release.name,
    namespace: release.namespace,
    version: release.version,
    status: release.info.status,
    ...(action === '' ? {} : { action }),
    chartName: String(chartName ?? ''),
    chartVersion: String(chartVersion ?? ''),
    ...(typeof appVersion === 'string' && appVersion !== '' ? { appVersion } : {}),
    configDigest: configDigest(release.config, algorithm),
    firstDeployed: kubeTimeText(release.info.firstDeployed) ?? ZERO_TIME,
    lastDeployed: kubeTimeText(release.info.lastDeployed) ?? ZERO_TIME,
    ...(deleted === undefined ? {} : { deleted }),
    ...(ociDigest === '' ? {} : { ociDigest }),
  };
}

/** `namespace/name.vN`. */
export function releaseNameOf({ namespace, name, version }: Snapshot): string {
  return `${namespace}/${name}.v${version}`;
}

/** `chart@version`. */
export function chartNameOf({ chartName, chartVersion }: Snapshot): string {
  return `${chartName}@${chartVersion}`;
}

/** Whether a snapshot is of this revision. */
export function isSnapshotOf(snapshot: Snapshot, release: Pick<Release, 'name' | 'namespace' | 'version'>): boolean {
  return (
    snapshot.name === release.name && snapshot.namespace === release.namespace && snapshot.version === release.version
  );
}

/** Whether a stored release is still what the snapshot saw. Snapshots of earlier Fluxes cannot tell. */
export function isUnchanged(snapshot: Snapshot, release: Release): boolean {
  return snapshot.apiVersion !== API_VERSION || isReleaseDigest(snapshot.digest, release, snapshot.ociDigest);
}

/** Whether results of all tests are known, or the one failure that makes the others not matter. */
export function hasBeenTested({ testHooks }: Snapshot): boolean {
  if (testHooks === undefined) return false;
  const phases = Object.values(testHooks).map((hook) => hook?.phase);
  return phases.includes('Failed') || phases.every((phase) => phase === 'Succeeded');
}

/** Whether a test has failed. */
export function hasFailedTest({ testHooks = {} }: Snapshot): boolean {
  return Object.values(testHooks).some((hook) => hook?.phase === 'Failed');
}

/** The snapshot with the results of the tests of a release that `filters` choose. */
export function withTestHooks(
  snapshot: Snapshot,
  release: Release,
  filters: readonly { readonly name: string; readonly exclude?: boolean }[],
): Snapshot {
  const tests = release.hooks.filter(({ name, events }) => events.includes('test') && isSelected(name, filters));
  const testHooks = Object.fromEntries(
    tests.map(({ name, lastRun }): [string, TestHook] => {
      const lastStarted = kubeTimeText(lastRun.startedAt);
      const lastCompleted = kubeTimeText(lastRun.completedAt);
      return [
        name,
        {
          ...(lastStarted === undefined ? {} : { lastStarted }),
          ...(lastCompleted === undefined ? {} : { lastCompleted }),
          ...(lastRun.phase === '' ? {} : { phase: lastRun.phase }),
        },
      ];
    }),
  );
  return { ...snapshot, testHooks };
}

function isSelected(name: string, filters: readonly { readonly name: string; readonly exclude?: boolean }[]): boolean {
  const [excluded, included] = [true, false].map((exclude) =>
    filters.filter((filter) => (filter.exclude ?? false) === exclude).map((filter) => filter.name),
  );
  if (excluded?.includes(name) === true) return false;
  return included === undefined || included.length === 0 || included.includes(name);
}
