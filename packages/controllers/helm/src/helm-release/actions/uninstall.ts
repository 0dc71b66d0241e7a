import { hasErrorCode } from '@gotk/located-error';
import { chartNameOf, releaseNameOf } from '../../snapshot/snapshot.js';
import type { ReleaseWork } from '../release-work.js';
import { eventMetadata, subjectOfSnapshot } from './event-metadata.js';
import { notRecorded, textOf, uninstallCurrent } from './uninstall-current.js';

/**
 * Uninstalls a release that is not wanted any more, and tells how it went.
 *
 * @returns whether there was anything to uninstall.
 * @throws the failure.
 */
export async function uninstall(work: ReleaseWork): Promise<boolean> {
  const { context, progress } = work;
  const current = progress.latest;
  if (current === undefined) {
    progress.summarize();
    return false;
  }
  const keepsHistory = context.object.spec.uninstall?.keepHistory === true;
  const { helm, failure: thrown, isRecorded } = await uninstallCurrent(work, current, 'uninstall');
  const assumed = assumption(thrown, keepsHistory);
  const name = releaseNameOf(current);
  if (assumed !== undefined) {
    const message = `Release ${name} ${assumed}`;
    progress.mark({ type: 'Released', status: 'False', reason: 'UninstallSucceeded', message });
    progress.summarize();
    return true;
  }
  // What was uninstalled before only loses its history.
  const isNoted = isRecorded || current.status === 'uninstalled';
  const failure = thrown ?? (isNoted ? undefined : notRecorded());
  tell(work, failure, (message) => helm.log.appendTo(message));
  progress.summarize();
  if (failure !== undefined) throw failure;
  return true;
}

/** What is said of a release that somebody else has uninstalled. */
function assumption(failure: unknown, keepsHistory: boolean): string | undefined {
  if (hasErrorCode(failure, 'release-missing')) return 'was not found, assuming it is uninstalled';
  return keepsHistory && hasErrorCode(failure, 'release-deleted') ? 'was already uninstalled' : undefined;
}

function tell({ context, progress }: ReleaseWork, failure: unknown, explain: (message: string) => string): void {
  const { latest } = progress;
  if (latest === undefined) return;
  const subject = `release ${releaseNameOf(latest)} with chart ${chartNameOf(latest)}`;
  const metadata = eventMetadata(subjectOfSnapshot(latest));
  if (failure === undefined) {
    const reason = 'UninstallSucceeded';
    const message = `Helm uninstall succeeded for ${subject}`;
    progress.update({ inventory: undefined });
    progress.mark({ type: 'Released', status: 'False', reason, message });
    context.event({ severity: 'info', reason, message, metadata });
    return;
  }
  const reason = 'UninstallFailed';
  const message = `Helm uninstall failed for ${subject}: ${textOf(failure)}`;
  progress.countFailure();
  progress.mark({ type: 'Released', status: 'False', reason, message });
  context.event({ severity: 'error', reason, message: explain(message), metadata });
}
