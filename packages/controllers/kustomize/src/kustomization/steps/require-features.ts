import { Halt } from '@gotk/controller-runtime';
import type { KustomizationSpec } from '@gotk/flux-types';
import type { FeatureGates } from '../../feature-gates.js';

/** Halts for a field whose feature gate is off. */
export function requireFeatures({ decryption }: KustomizationSpec, gates: FeatureGates): void {
  const account = decryption?.serviceAccountName ?? '';
  if (account === '' || gates.ObjectLevelWorkloadIdentity) return;
  throw new Halt({
    kind: 'stalled',
    message:
      'to use spec.decryption.serviceAccountName for decryption authentication please enable the ObjectLevelWorkloadIdentity feature gate in the controller',
  });
}
