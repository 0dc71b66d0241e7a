import { join } from 'node:path';
import type { CloudProvider } from '@gotk/cloud-login';
import type { ReconcileContext } from '@gotk/controller-runtime';
import { artifactOf } from '@gotk/flux-types';
import { findIndexedChart, loadIndexFile } from '@gotk/helm-repository';
import { createHttpSend } from '@gotk/http';
import { expireAfter } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { type CredentialLookup, createOciClient, parseRepositoryName } from '@gotk/oci';
import { cloudProvider } from '../../access/cloud-logins.js';
import { pullSecretCredentials } from '../../access/read-pull-secrets.js';
import { tellingFailures } from '../../conditions/source-failure.js';
import type { HelmRepository } from '../../helm-repository/parse-helm-repository.js';
import { connectRepository, type HelmConnection } from '../../helm-repository/steps/connect-repository.js';
import { fetchIndex } from '../../helm-repository/steps/fetch-index.js';
import { withScratchFolder } from '../../helm-repository/with-scratch-folder.js';
import type { SourceDeps } from '../../source-deps.js';
import type { ChartRepository } from './chart-repository.js';
import { type FindChart, indexRepository } from './index-repository.js';
import { registryRepository } from './registry-repository.js';

/** The charts of a HelmRepository, with its credentials. */
export async function openRepository(
  deps: SourceDeps,
  context: ReconcileContext<KubeObject>,
  repository: HelmRepository,
): Promise<ChartRepository> {
  const { type, url, insecure, provider, secretName, passCredentials } = repository.decoded;
  const connection = await connectRepository(deps, context, repository);
  const { chartMaxBytes: maxBytes } = deps.helmLimits;
  if (type === 'oci') {
    const signal = AbortSignal.any([context.signal, expireAfter(repository.decoded.timeoutMs)]);
    const cloud = secretName === undefined ? cloudProvider(provider) : undefined;
    const credentials =
      cloud === undefined ? registryCredentials(connection) : await logIn(deps, { provider: cloud, url }, signal);
    const client = createOciClient({ send: connection.send, credentials, insecure, tlsOnLoopback: true });
    return registryRepository(client, { url, maxBytes });
  }
  const findChart: FindChart = async (name, signal) => {
    const artifact = artifactOf(repository);
    if (artifact === undefined) return findInFetchedIndex(deps, { repository, connection, name }, signal);
    const path = await deps.store.locate(artifact);
    return deps.indexCache.lookUp(artifact.digest, name, () => findIndexedChart(path, name));
  };
  return indexRepository({ url, connection, passCredentials, findChart, maxBytes });
}

/** Charts at an address that no HelmRepository speaks of, for whoever asks. */
export function openAnonymously(deps: SourceDeps, url: string): ChartRepository {
  const send = createHttpSend(deps.http);
  const { chartMaxBytes: maxBytes } = deps.helmLimits;
  if (url.startsWith('oci://'))
    return registryRepository(createOciClient({ send, tlsOnLoopback: true }), { url, maxBytes });
  const connection: HelmConnection = { send, secret: new Map(), authorization: undefined };
  const repository = { decoded: { url } };
  const findChart: FindChart = (name, signal) => findInFetchedIndex(deps, { repository, connection, name }, signal);
  return indexRepository({ url, connection, passCredentials: false, findChart, maxBytes });
}

interface IndexedChart {
  readonly repository: { readonly decoded: { readonly url: string } };
  readonly connection: HelmConnection;
  readonly name: string;
}

/** Downloads an index for this once. */
function findInFetchedIndex(
  { helmLimits: { indexMaxBytes: limitBytes } }: SourceDeps,
  { repository, connection, name }: IndexedChart,
  signal: AbortSignal,
): ReturnType<FindChart> {
  return withScratchFolder(async (folder) => {
    const path = join(folder, 'index.yaml');
    const fetched = await fetchIndex(repository, { connection, limitBytes, path }, signal);
    const stored = join(folder, 'index.json');
    await loadIndexFile({ from: fetched.path, to: stored, scratch: join(folder, 'charts') }, signal);
    return findIndexedChart(stored, name);
  });
}

/** A Docker config, or a user name and password for whatever host it is. */
function registryCredentials({ secret }: HelmConnection): CredentialLookup {
  if (secret.has('.dockerconfigjson')) return pullSecretCredentials([secret]);
  const [username, password] = [secret.get('username'), secret.get('password')];
  if (username === undefined || password === undefined) return () => ({ kind: 'anonymous' });
  return () => ({ kind: 'basic', username, password });
}

/** By the identity of this process on a cloud. */
function logIn(
  { cloudLogins }: SourceDeps,
  { provider, url }: { readonly provider: CloudProvider; readonly url: string },
  signal: AbortSignal,
): Promise<CredentialLookup> {
  const message = `failed to get credential from '${provider}'`;
  return tellingFailures({ condition: 'FetchFailed', reason: 'AuthenticationFailed', message }, async () => {
    // The address may have no path: charts are below it.
    const { registry } = parseRepositoryName(`${url.replace(/\/+$/, '')}/chart`);
    const credential = await cloudLogins.toRegistry({ provider, registry }, signal);
    return () => credential;
  });
}
