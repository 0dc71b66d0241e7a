import { chartNameOf, releaseNameOf } from '../../snapshot/snapshot.js';
import type { ReleaseWork } from '../release-work.js';
import { eventMetadata, subjectOfSnapshot } from './event-metadata.js';
import { notRecorded, textOf, uninstallCurrent } from './uninstall-current.js';

/**
 * Uninstalls a failed release, so that it can be installed anew, and tells how it went.
 *
 * @returns the failure, where there was one after something was stored.
 * @throws the failure where nothing was.
 */
export async function remediateByUninstall(work: ReleaseWork): Promise<unknown> {
  const { context, progress } = work;
  const current = progress.latest;
  if (current === undefined) throw new Error('no latest release: required to uninstall');
  const { helm, failure: thrown, isRecorded } = await uninstallCurrent(work, current, 'uninstall-remediation');
  const failure = thrown ?? (isRecorded ? undefined : notRecorded());
  const latest = progress.latest ?? current;
  const subject = `release ${releaseNameOf(latest)} with chart ${chartNameOf(latest)}`;
  const metadata = eventMetadata(subjectOfSnapshot(latest));
  if (failure === undefined) {
    const reason = 'UninstallSucceeded';
    const message = `Helm uninstall remediation for ${subject} succeeded`;
    progress.mark({ type: 'Remediated', status: 'True', reason, message });
    context.event({ severity: 'info', reason, message, metadata });
    return undefined;
  }
  const reason = 'UninstallFailed';
  const message = `Helm uninstall remediation for ${subject} failed: ${textOf(failure)}`;
  progress.countFailure();
  progress.mark({ type: 'Remediated', status: 'False', reason, message });
  context.event({ severity: 'error', reason, message: helm.log.appendTo(message), metadata });
  if (!isRecorded) throw failure;
  return failure;
}
