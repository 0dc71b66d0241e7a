import { join } from 'node:path';
import type { ReconcileContext } from '@gotk/controller-runtime';
import { artifactOf } from '@gotk/flux-types';
import { loadIndexFile } from '@gotk/helm-repository';
import { createHttpSend } from '@gotk/http';
import type { KubeObject } from '@gotk/objects';
import { type CredentialLookup, createOciClient } from '@gotk/oci';
import { pullSecretCredentials } from '../../access/read-pull-secrets.js';
import { SourceFailure } from '../../conditions/source-failure.js';
import type { HelmRepository } from '../../helm-repository/parse-helm-repository.js';
import { connectRepository, type HelmConnection } from '../../helm-repository/steps/connect-repository.js';
import { fetchIndex } from '../../helm-repository/steps/fetch-index.js';
import { withScratchFolder } from '../../helm-repository/with-scratch-folder.js';
import type { SourceDeps } from '../../source-deps.js';
import type { ChartRepository } from './chart-repository.js';
import { indexRepository, type UseIndex } from './index-repository.js';
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
  const useIndex: UseIndex = async (use, signal) => {
    const artifact = artifactOf(repository);
    if (artifact !== undefined) return use(await deps.store.locate(artifact));
    return useFetchedIndex(deps, { repository, connection, use }, signal);
  };
  return indexRepository({ url, connection, passCredentials, useIndex });
}

/** Charts at an address that no HelmRepository speaks of, for whoever asks. */
export function openAnonymously(deps: SourceDeps, url: string): ChartRepository {
  const send = createHttpSend(deps.http);
  if (url.startsWith('oci://')) return registryRepository(createOciClient({ send }), url);
  const connection: HelmConnection = { send, secret: new Map(), authorization: undefined };
  const repository = { decoded: { url } };
  const useIndex: UseIndex = (use, signal) => useFetchedIndex(deps, { repository, connection, use }, signal);
  return indexRepository({ url, connection, passCredentials: false, useIndex });
}

interface IndexUse<T> {
  readonly repository: { readonly decoded: { readonly url: string } };
  readonly connection: HelmConnection;
  readonly use: (path: string) => T;
}

/** Downloads an index for this once. */
function useFetchedIndex<T>(
  { helmIndexMaxBytes: limitBytes }: SourceDeps,
  { repository, connection, use }: IndexUse<T>,
  signal: AbortSignal,
): Promise<T> {
  return withScratchFolder(async (folder) => {
    const path = join(folder, 'index.yaml');
    const fetched = await fetchIndex(repository, { connection, limitBytes, path }, signal);
    const stored = join(folder, 'index.json');
    await loadIndexFile({ from: fetched.path, to: stored, scratch: join(folder, 'charts') }, signal);
    return use(stored);
  });
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
