import { correctDrift } from '../../drift/correct-drift.js';
import type { Drift } from '../../drift/detect-drift.js';
import { releaseNameOf } from '../../snapshot/snapshot.js';
import type { ReleaseWork } from '../release-work.js';
import { eventMetadata, subjectOfSnapshot } from './event-metadata.js';

/** Puts the objects of a release back to what was released, and tells how it went. */
export async function undoDrift(
  { deps, context, progress, client }: ReleaseWork,
  drifts: readonly Drift[],
): Promise<void> {
  const message = 'correcting cluster drift';
  progress.mark({ type: 'Ready', status: 'Unknown', reason: 'Progressing', message });
  const { signal } = context;
  const { corrected, problems } = await correctDrift(drifts, { client, fieldManager: deps.controllerName, signal });
  const { latest } = progress;
  if (latest === undefined) return;
  const name = releaseNameOf(latest);
  const metadata = eventMetadata(subjectOfSnapshot(latest));
  const successes = corrected.join('\n');
  if (problems.length > 0) {
    const partly = corrected.length > 0 ? 'partially ' : '';
    const added = corrected.length > 0 ? `\n\nSuccessful corrections:\n${successes}` : '';
    const failed = `Failed to ${partly}correct cluster state of release ${name}:\n${problems.join('\n')}${added}`;
    context.event({ severity: 'error', reason: 'DriftCorrectionFailed', message: failed, metadata });
  } else if (corrected.length > 0) {
    const done = `Cluster state of release ${name} has been corrected:\n${successes}`;
    context.event({ severity: 'info', reason: 'DriftCorrected', message: done, metadata });
  }
}
