import type { SecretData } from '../../access/read-secret.js';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { GitRepository } from '../parse-git-repository.js';

const OBJECT_LEVEL_GATE = 'ObjectLevelWorkloadIdentity';

/**
 * Stops at ways to authenticate that are not there, and at Secrets made for another provider than the one that is named.
 * @throws SourceFailure
 */
export function requireProvider({ decoded }: GitRepository, secret: SecretData, secretName: string): void {
  const { provider, serviceAccountName } = decoded;
  switch (provider) {
    case 'generic':
      if ((secret.get('githubAppID') ?? '') !== '') throw wrongProvider(secretName);
      return;
    case 'github':
      if (decoded.secretName === undefined) throw missingAppData('stalled');
      throw notSupported('spec.provider', provider);
    default:
      if (serviceAccountName !== undefined && serviceAccountName !== '') throw gateDisabled();
      throw notSupported('spec.provider', provider);
  }
}

function wrongProvider(secretName: string): SourceFailure {
  return invalidProvider('retry', `secretRef '${secretName}' has github app data but provider is not set to github`);
}

function missingAppData(kind: 'stalled' | 'retry'): SourceFailure {
  return invalidProvider(kind, 'secretRef with github app data must be specified when provider is set to github');
}

function notSupported(field: string, value: string): SourceFailure {
  return invalidProvider('stalled', `${field}: ${JSON.stringify(value)} is not supported yet`);
}

function gateDisabled(): SourceFailure {
  return new SourceFailure({
    kind: 'stalled',
    condition: 'FetchFailed',
    reason: 'FeatureGateDisabled',
    message: `to use spec.serviceAccountName for provider authentication please enable the ${OBJECT_LEVEL_GATE} feature gate in the controller`,
  });
}

function invalidProvider(kind: 'stalled' | 'retry', message: string): SourceFailure {
  return new SourceFailure({ kind, condition: 'FetchFailed', reason: 'InvalidProviderConfiguration', message });
}
