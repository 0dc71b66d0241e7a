import type { ReconcileContext } from '@gotk/controller-runtime';
import { removeArtifacts } from '../artifact/remove-artifacts.js';
import type { SourceDeps } from '../source-deps.js';
import { OCI_REPOSITORY } from './oci-repository-kind.js';
import type { OciRepository } from './parse-oci-repository.js';

/** Removes the artifacts of an OCIRepository that is being deleted. */
export function finalizeOciRepository(deps: SourceDeps, context: ReconcileContext<OciRepository>): Promise<void> {
  return removeArtifacts(deps, context, OCI_REPOSITORY.kind);
}
