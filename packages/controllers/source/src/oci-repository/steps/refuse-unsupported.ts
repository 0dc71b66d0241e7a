import { SourceFailure } from '../../conditions/source-failure.js';
import type { OciRepository } from '../parse-oci-repository.js';

/** Refuses what there is no code for yet, so that nothing goes unverified or unauthenticated by silence. */
export function refuseUnsupported({ decoded }: OciRepository): void {
  const { verify, provider, secretName, serviceAccountName } = decoded;
  if (verify !== undefined && (verify.provider !== 'cosign' || verify.secretName === '')) {
    const named = JSON.stringify(verify.provider);
    const keyless = verify.provider === 'cosign' ? ' without spec.verify.secretRef (keyless)' : '';
    const message = `spec.verify.provider: ${named}${keyless} is not supported yet`;
    throw new SourceFailure({ kind: 'stalled', condition: 'SourceVerified', reason: 'VerificationError', message });
  }
  if (provider === 'generic' || provider === '' || secretName !== undefined) return;
  if (serviceAccountName !== undefined) {
    const gate = 'please enable the ObjectLevelWorkloadIdentity feature gate in the controller';
    const message = `to use spec.serviceAccountName for provider authentication ${gate}`;
    throw new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason: 'FeatureGateDisabled', message });
  }
  const message = `spec.provider: ${JSON.stringify(provider)} is not supported yet`;
  const reason = 'InvalidProviderConfiguration';
  throw new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason, message });
}
