import type { HelmRelease } from '@gotk/flux-types';
import type { Chart } from '@gotk/helm';
import type { ReleaseProgress } from './release-progress.js';
import { releaseNamespaceOf, shortReleaseNameOf, storageNamespaceOf } from './release-spec.js';

/**
 * What of a release has changed that cannot be upgraded: the old one has to go first.
 * @returns `undefined` when nothing has.
 */
export function changedTarget(
  object: HelmRelease,
  progress: ReleaseProgress,
  { metadata }: Pick<Chart, 'metadata'>,
): string | undefined {
  const { latest } = progress;
  const stored = progress.fields.storageNamespace ?? '';
  if (latest === undefined || stored === '') return undefined;
  if (storageNamespaceOf(object) !== stored) return 'storage namespace';
  if (releaseNamespaceOf(object) !== latest.namespace) return 'release namespace';
  if (shortReleaseNameOf(object) !== latest.name) return 'release name';
  const reinstalls = object.spec.upgrade?.chartNameChangeStrategy !== 'InPlaceUpdate';
  return metadata.name !== latest.chartName && reinstalls ? 'chart name' : undefined;
}
