import { isJsonObject, type JsonValue } from '@gotk/json';
import type { SignerIdentity } from '@gotk/oci-signatures';
import { listField, referencedName, textField } from '../spec/spec-fields.js';

/** `spec.verify` */
export interface Verify {
  readonly provider: string;
  /** Absent: without keys of one's own. */
  readonly secretName: string | undefined;
  readonly identities: readonly SignerIdentity[];
  readonly trustedRootSecretName: string | undefined;
}

/** Decodes `spec.verify`; `undefined` when nothing is to be verified. @throws Error naming the field that is none. */
export function parseVerify(value: JsonValue | undefined): Verify | undefined {
  if (!isJsonObject(value)) return undefined;
  const identities = listField(value, 'matchOIDCIdentity')
    .filter(isJsonObject)
    .map((identity) => ({
      issuer: textField(identity, 'issuer') ?? '',
      subject: textField(identity, 'subject') ?? '',
    }));
  return {
    provider: textField(value, 'provider') ?? 'cosign',
    secretName: referencedName(value['secretRef']),
    identities,
    trustedRootSecretName: referencedName(value['trustedRootSecretRef']),
  };
}

/** What people are told of the way in which something is verified. */
export function describeVerifier({ provider, secretName }: Verify): string {
  return provider === 'cosign' && secretName === undefined ? 'cosign keyless' : provider;
}
