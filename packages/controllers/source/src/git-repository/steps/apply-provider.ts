import type { ReconcileContext } from '@gotk/controller-runtime';
import type { GitRemote } from '@gotk/git';
import { readGithubApp } from '../../access/github-app-tokens.js';
import type { SecretData } from '../../access/read-secret.js';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { SourceDeps } from '../../source-deps.js';
import type { GitRepository } from '../parse-git-repository.js';

const OBJECT_LEVEL_GATE = 'ObjectLevelWorkloadIdentity';
/** The user name that goes with the token of a GitHub App. */
const APP_USERNAME = 'x-access-token';

export interface ProviderOptions {
  readonly remote: GitRemote;
  readonly secret: SecretData;
  /** Namespace and name of the Secret, for errors. */
  readonly secretName: string;
}

/**
 * Lets the provider that the object names add its credentials.
 * @throws SourceFailure at providers that are not there, and at Secrets made for another one.
 */
export async function applyProvider(
  { githubTokens, cloudLogins }: SourceDeps,
  { object, signal }: ReconcileContext<GitRepository>,
  { remote, secret, secretName }: ProviderOptions,
): Promise<GitRemote> {
  const { provider, serviceAccountName, secretName: named } = object.decoded;
  switch (provider) {
    case 'generic':
      if ((secret.get('githubAppID') ?? '') !== '') throw wrongProvider(secretName);
      return remote;
    case 'github': {
      if (named === undefined) throw missingAppData('stalled');
      const app = readGithubApp(secret, secretName);
      if (app === undefined) throw missingAppData('retry');
      const password = await githubTokens.tokenFor(app, remote, signal);
      return { ...remote, auth: { kind: 'basic', username: APP_USERNAME, password } };
    }
    default:
      if (serviceAccountName !== undefined && serviceAccountName !== '') throw gateDisabled();
      if (provider === 'aws' || provider === 'azure') {
        return { ...remote, auth: await cloudLogins.toGit({ provider, url: new URL(remote.url) }, signal) };
      }
      throw invalidProvider('stalled', `spec.provider: ${JSON.stringify(provider)} is not supported yet`);
  }
}

function wrongProvider(secretName: string): SourceFailure {
  return invalidProvider('retry', `secretRef '${secretName}' has github app data but provider is not set to github`);
}

function missingAppData(kind: 'stalled' | 'retry'): SourceFailure {
  return invalidProvider(kind, 'secretRef with github app data must be specified when provider is set to github');
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
