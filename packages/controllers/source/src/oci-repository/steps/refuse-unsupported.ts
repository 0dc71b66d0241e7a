import { SourceFailure } from '../../conditions/source-failure.js';
import type { OciRepository } from '../parse-oci-repository.js';

/** Refuses what there is no code for yet, so that nothing goes on as somebody else by silence. */
export function refuseUnsupported({ decoded }: OciRepository): void {
  const { provider, secretName, serviceAccountName } = decoded;
  if (provider === 'generic' || provider === '' || secretName !== undefined) return;
  if (serviceAccountName === undefined) return;
  const gate = 'please enable the ObjectLevelWorkloadIdentity feature gate in the controller';
  const message = `to use spec.serviceAccountName for provider authentication ${gate}`;
  throw new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason: 'FeatureGateDisabled', message });
}
