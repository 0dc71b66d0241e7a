import { SourceFailure } from '../../conditions/source-failure.js';
import type { GitRepository } from '../parse-git-repository.js';

/**
 * Stops at what is in the API but not in this controller yet; nothing of a spec is passed over in silence.
 * @throws SourceFailure, stalled, naming the field.
 */
export function refuseUnsupported({ decoded }: GitRepository): void {
  if (decoded.url.startsWith('ssh:') && decoded.proxySecretName !== undefined) {
    throw notSupported('spec.proxySecretRef with an ssh URL');
  }
}

function notSupported(field: string): SourceFailure {
  return new SourceFailure({
    kind: 'stalled',
    condition: 'FetchFailed',
    reason: 'NotSupported',
    message: `${field} is not supported yet`,
  });
}
