import type { ReconcileContext } from '@gotk/controller-runtime';
import { removeArtifacts } from '../artifact/remove-artifacts.js';
import type { SourceDeps } from '../source-deps.js';
import { BUCKET } from './bucket-kind.js';
import type { Bucket } from './parse-bucket.js';

/** Removes the artifacts of a Bucket that is being deleted. */
export function finalizeBucket(deps: SourceDeps, context: ReconcileContext<Bucket>): Promise<void> {
  return removeArtifacts(deps, context, BUCKET.kind);
}
