import type { JsonObject } from '@gotk/json';

/** State of a release as Helm names it. */
export type ReleaseStatus =
  | 'unknown'
  | 'deployed'
  | 'uninstalled'
  | 'superseded'
  | 'failed'
  | 'uninstalling'
  | 'pending-install'
  | 'pending-upgrade'
  | 'pending-rollback';

/** How objects of a release were applied; empty for releases of Helm 3, which applied on the client. */
export type ApplyMethod = 'ssa' | 'csa' | '';

/** What happened to a release. Times are RFC 3339 texts as Go writes them, or absent. */
export interface ReleaseInfo {
  readonly firstDeployed: string | undefined;
  readonly lastDeployed: string | undefined;
  readonly deleted: string | undefined;
  readonly description: string;
  readonly status: ReleaseStatus;
  /** The version that was rolled back to; 0 for a release that is no rollback. */
  readonly rollbackRevision: number;
  readonly notes: string;
}

/** How a hook ended the last time it ran. */
export interface HookRun {
  readonly startedAt: string | undefined;
  readonly completedAt: string | undefined;
  /** Empty for a hook that never ran. */
  readonly phase: '' | 'Unknown' | 'Running' | 'Succeeded' | 'Failed';
}

/** A hook of a release, as stored. */
export interface ReleaseHook {
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  readonly manifest: string;
  readonly events: readonly string[];
  readonly lastRun: HookRun;
  readonly weight: number;
  readonly deletePolicies: readonly string[];
  readonly outputLogPolicies: readonly string[];
}

/** One revision of a release: what Helm stores. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly info: ReleaseInfo;
  /** The chart without its subcharts, in the form in which Helm stores it. */
  readonly chart: JsonObject;
  /** The values given. */
  readonly config: JsonObject;
  readonly manifest: string;
  readonly hooks: readonly ReleaseHook[];
  /** Labels of a person's on the stored release. */
  readonly labels: Readonly<Record<string, string>>;
  readonly applyMethod: ApplyMethod;
}

/** Whether something is being done to the release, or was when its doer died. */
export function isPending({ info }: Release): boolean {
  return info.status.startsWith('pending-');
}

/** The release with another status, and description where one is given. */
export function withStatus(release: Release, status: ReleaseStatus, description = release.info.description): Release {
  return { ...release, info: { ...release.info, status, description } };
}

/** The chart's metadata as stored. */
export function chartMetadataOf({ chart }: Release): JsonObject {
  return (chart['metadata'] ?? {}) as JsonObject;
}
