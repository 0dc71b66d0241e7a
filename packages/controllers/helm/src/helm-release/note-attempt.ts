import type { HelmRelease } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { isConfigDigest } from '../snapshot/config-digest.js';
import type { ReleaseProgress } from './release-progress.js';
import { storageNamespaceOf } from './release-spec.js';
import { takeResetRequest } from './requests.js';

/** What is about to be released. */
export interface Attempt {
  readonly chartVersion: string;
  readonly config: JsonObject;
  readonly configDigest: string;
  readonly ociDigest: string;
}

/** Notes in the status what is tried; failures of something else do not count any more. */
export function noteAttempt(object: HelmRelease, progress: ReleaseProgress, attempt: Attempt): void {
  const { chartVersion, configDigest, ociDigest } = attempt;
  progress.update({ storageNamespace: storageNamespaceOf(object) });
  // Asked first, for a request counts as handled even when failures are forgotten anyway.
  const isReset = takeResetRequest(object, progress);
  if (isReset || isNew(object, progress, attempt)) progress.clearFailures();
  progress.update({
    lastAttemptedGeneration: object.metadata.generation,
    lastAttemptedRevision: chartVersion,
    lastAttemptedRevisionDigest: ociDigest,
    lastAttemptedConfigDigest: configDigest,
    lastAttemptedValuesChecksum: undefined,
    lastReleaseRevision: undefined,
  });
}

function isNew(object: HelmRelease, { fields }: ReleaseProgress, { chartVersion, config }: Attempt): boolean {
  if (fields.lastAttemptedGeneration !== object.metadata.generation) return true;
  if ((fields.lastAttemptedRevision ?? '') !== chartVersion) return true;
  const { lastAttemptedConfigDigest = '', lastAttemptedValuesChecksum = '' } = fields;
  // Earlier Fluxes wrote a checksum.
  const digest = lastAttemptedConfigDigest === '' ? `sha1:${lastAttemptedValuesChecksum}` : lastAttemptedConfigDigest;
  return digest !== 'sha1:' && !isConfigDigest(digest, config);
}
