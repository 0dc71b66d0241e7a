import { parseConditions } from '@gotk/conditions';
import type { ReconcileContext } from '@gotk/controller-runtime';
import { artifactOf } from '@gotk/flux-types';
import type { KubeObject } from '@gotk/objects';
import { currentArtifact } from './artifact-status.js';

/** What to tell. */
export interface ArtifactReport {
  /** What the artifact was made from, for people. */
  readonly message: string;
  /** Default: `NewArtifact`, or `Succeeded` for a recovery. */
  readonly reason?: string;
  /** Conditions whose presence at the start, and absence now, is a recovery. */
  readonly failures: readonly string[];
}

/** Tells of an artifact that is new, or that the source has recovered. */
export function reportArtifact(context: ReconcileContext<KubeObject>, report: ArtifactReport): void {
  const { message, failures } = report;
  const { object, status, event } = context;
  const artifact = currentArtifact(status);
  if (artifact === undefined) return;
  const metadata = {
    'source.toolkit.fluxcd.io/digest': artifact.digest,
    'source.toolkit.fluxcd.io/revision': artifact.revision,
  };
  const before = parseConditions(object).map(({ type }) => type);
  const recovered =
    failures.some((type) => before.includes(type)) && !failures.some((type) => status.condition(type) !== undefined);
  if (artifactOf(object)?.digest !== artifact.digest) {
    event({ severity: 'info', reason: report.reason ?? 'NewArtifact', message, metadata });
  } else if (recovered) event({ severity: 'info', reason: report.reason ?? 'Succeeded', message, metadata });
}
