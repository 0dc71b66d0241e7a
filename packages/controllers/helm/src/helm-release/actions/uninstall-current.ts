import type { ActionContext } from '../../actions/action-context.js';
import { messageOf } from '../../actions/action-error.js';
import { uninstallRelease } from '../../actions/uninstall.js';
import { isSnapshotOf, releaseNameOf, type Snapshot, type SnapshotAction } from '../../snapshot/snapshot.js';
import { timeoutMs, waitStrategyOf } from '../release-spec.js';
import { beginAction, type ReleaseWork } from '../release-work.js';
import { refreshed, refreshHistory } from './observed-releases.js';

/** How an uninstallation went. */
export interface Uninstallation {
  readonly helm: ActionContext;
  readonly failure: unknown;
  /** Whether anything was stored. */
  readonly isRecorded: boolean;
}

/** Runs Helm's uninstall for the newest known revision, and keeps the history up to date. */
export async function uninstallCurrent(
  work: ReleaseWork,
  current: Snapshot,
  action: SnapshotAction,
): Promise<Uninstallation> {
  const { deps, context, progress } = work;
  const { object } = context;
  const spec = object.spec.uninstall ?? {};
  const helm = beginAction(work, (release) => {
    refreshHistory(progress, release, (snapshot) =>
      refreshed(snapshot, release, { algorithm: progress.algorithm, action }),
    );
  });
  let failure: unknown;
  try {
    const release = await uninstallRelease(
      {
        name: current.name,
        disableHooks: spec.disableHooks ?? false,
        keepHistory: spec.keepHistory ?? false,
        propagation: propagationOf(spec.deletionPropagation),
        strategy: waitStrategyOf(object, 'uninstall', deps.gates),
        timeoutMs: timeoutMs(object, 'uninstall'),
      },
      helm,
    );
    if (!isSnapshotOf(current, release)) {
      const { namespace, name, version } = release;
      const both = `${namespace}/${name}.v${version} != current release ${releaseNameOf(current)}`;
      failure = new Error(`release mismatch: uninstalled release ${both}`);
    }
  } catch (error) {
    context.signal.throwIfAborted();
    failure = error;
  }
  const isRecorded = progress.latest?.digest !== current.digest;
  return { helm, failure, isRecorded };
}

/** That Helm says it has uninstalled a release, and has not noted it. */
export function notRecorded(): Error {
  return new Error('uninstall completed with error: release not updated in Helm storage');
}

/** The text of a failure. */
export function textOf(failure: unknown): string {
  return messageOf(failure).trim();
}

function propagationOf(text: string | undefined): 'Background' | 'Foreground' | 'Orphan' {
  if (text === 'foreground') return 'Foreground';
  return text === 'orphan' ? 'Orphan' : 'Background';
}
