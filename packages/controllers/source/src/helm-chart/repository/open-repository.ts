import type { ReconcileContext } from '@gotk/controller-runtime';
import { loadIndex } from '@gotk/helm-repository';
import { createHttpSend } from '@gotk/http';
import type { KubeObject } from '@gotk/objects';
import { type CredentialLookup, createOciClient } from '@gotk/oci';
import { pullSecretCredentials } from '../../access/read-pull-secrets.js';
import { artifactOf } from '../../artifact/artifact-status.js';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { HelmRepository } from '../../helm-repository/parse-helm-repository.js';
import { connectRepository, type HelmConnection } from '../../helm-repository/steps/connect-repository.js';
import { fetchIndex } from '../../helm-repository/steps/fetch-index.js';
import type { SourceDeps } from '../../source-deps.js';
import type { ChartRepository } from './chart-repository.js';
import { indexRepository } from './index-repository.js';
import { registryRepository } from './registry-repository.js';

/** The charts of a HelmRepository, with its credentials. */
export async function openRepository(
  deps: SourceDeps,
  context: ReconcileContext<KubeObject>,
  repository: HelmRepository,
): Promise<ChartRepository> {
  const { type, url, insecure, provider, secretName, passCredentials } = repository.decoded;
  const connection = await connectRepository(deps, context, repository);
  if (type === 'oci') {
    if (secretName === undefined && provider !== 'generic' && provider !== '') throw unsupportedProvider(provider);
    const credentials = registryCredentials(connection);
    return registryRepository(createOciClient({ send: connection.send, credentials, insecure }), url);
  }
  const readIndex = async (signal: AbortSignal): Promise<Buffer> => {
    const artifact = artifactOf(repository);
    if (artifact !== undefined) return Buffer.from(await deps.store.read(artifact, signal));
    return fetchStoredForm(deps, { repository, connection }, signal);
  };
  return indexRepository({ url, connection, passCredentials, readIndex });
}

/** Charts at an address that no HelmRepository speaks of, for whoever asks. */
export function openAnonymously(deps: SourceDeps, url: string): ChartRepository {
  const send = createHttpSend(deps.http);
  if (url.startsWith('oci://')) return registryRepository(createOciClient({ send }), url);
  const connection: HelmConnection = { send, secret: new Map(), authorization: undefined };
  const repository = { decoded: { url } };
  const readIndex = (signal: AbortSignal): Promise<Buffer> => fetchStoredForm(deps, { repository, connection }, signal);
  return indexRepository({ url, connection, passCredentials: false, readIndex });
}

async function fetchStoredForm(
  { helmIndexMaxBytes: limitBytes }: SourceDeps,
  {
    repository,
    connection,
  }: { readonly repository: { readonly decoded: { readonly url: string } }; readonly connection: HelmConnection },
  signal: AbortSignal,
): Promise<Buffer> {
  return loadIndex(await fetchIndex(repository, { connection, limitBytes }, signal));
}

/** A Docker config, or a user name and password for whatever host it is. */
function registryCredentials({ secret }: HelmConnection): CredentialLookup {
  if (secret.has('.dockerconfigjson')) return pullSecretCredentials([secret]);
  const [username, password] = [secret.get('username'), secret.get('password')];
  if (username === undefined || password === undefined) return () => ({ kind: 'anonymous' });
  return () => ({ kind: 'basic', username, password });
}

function unsupportedProvider(provider: string): SourceFailure {
  const message = `spec.provider of the HelmRepository: ${JSON.stringify(provider)} is not supported yet`;
  const reason = 'InvalidProviderConfiguration';
  return new SourceFailure({ kind: 'stalled', condition: 'FetchFailed', reason, message });
}
