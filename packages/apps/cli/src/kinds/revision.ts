import { fieldOf, type KubeObject } from '@gotk/objects';
import { textAt } from './cli-kind.js';

/** The revision an object last fetched or applied; empty before the first time. */
export function revisionOf(object: KubeObject): string {
  if (object.kind === 'Kustomization') return textAt(object, 'status', 'lastAppliedRevision');
  if (object.kind === 'HelmRelease') return releasedVersion(object);
  return textAt(object, 'status', 'artifact', 'revision');
}

function releasedVersion(release: KubeObject): string {
  const history = fieldOf(release, 'status', 'history');
  const latest = Array.isArray(history) ? history[0] : undefined;
  return latest === undefined ? textAt(release, 'status', 'lastAttemptedRevision') : textAt(latest, 'chartVersion');
}
