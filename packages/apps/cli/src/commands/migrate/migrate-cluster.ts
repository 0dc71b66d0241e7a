import type { JsonObject } from '@gotk/json';
import { isApiError, type KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject, keyOf, type ManagedFieldsEntry } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';

const CRD = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' } as const;
const MAX_CONFLICTS = 5;

/** Stores every custom resource of Flux anew, and takes older versions out of what the definitions say is stored. */
export async function migrateCluster({ client, log, signal }: CommandContext): Promise<void> {
  const cluster = await client();
  const { items } = await cluster.list(CRD, { labelSelector: 'app.kubernetes.io/part-of=flux' }, signal);
  for (const crd of items) await migrateKind(crd, { cluster, log, signal });
  log.success('custom resources migrated successfully');
}

interface Migration extends Pick<CommandContext, 'log' | 'signal'> {
  readonly cluster: KubeClient;
}

async function migrateKind(crd: KubeObject, migration: Migration): Promise<void> {
  const { cluster, log, signal } = migration;
  const name = crd.metadata.name ?? '';
  const version = storageVersion(crd);
  if (version === undefined) throw new Error(`no storage version found for CRD ${name}`);
  const apiVersion = `${String(fieldOf(crd, 'spec', 'group'))}/${version}`;
  const kind = String(fieldOf(crd, 'spec', 'names', 'kind'));
  const { items } = await cluster.list({ apiVersion, kind }, {}, signal);
  for (const object of items) await migrateObject(object, { ...migration, apiVersion });
  const stored = fieldOf(crd, 'status', 'storedVersions');
  if (Array.isArray(stored) && stored.length === 1 && stored[0] === version) return;
  const body = { status: { storedVersions: [version] } };
  await cluster.patch({ ...CRD, name }, { type: 'merge', body }, { subresource: 'status' }, signal);
  log.success(`${name} migrated to storage version ${version}`);
}

function storageVersion(crd: KubeObject): string | undefined {
  const versions = fieldOf(crd, 'spec', 'versions');
  const found = (Array.isArray(versions) ? versions : []).find((version) => fieldOf(version, 'storage') === true);
  const name = fieldOf(found, 'name');
  return typeof name === 'string' ? name : undefined;
}

/** A write is all it takes; who manages which fields is moved to the version, too. */
async function migrateObject(
  object: KubeObject,
  { cluster, log, signal, apiVersion }: Migration & { readonly apiVersion: string },
): Promise<void> {
  const { kind, metadata } = object;
  const subject = `${kind}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  for (let attempt = 1, current: KubeObject | undefined = object; current !== undefined; attempt++) {
    try {
      const body = patchFor(current, apiVersion);
      await cluster.patch({ ...keyOf(object), apiVersion }, { type: 'merge', body }, {}, signal);
      break;
    } catch (error) {
      if (isApiError(error, 'NotFound')) break;
      if (!isApiError(error, 'Conflict') || attempt >= MAX_CONFLICTS) {
        throw new Error(` ${subject} failed to migrate: ${(error as Error).message}`, { cause: error });
      }
      current = await cluster.find({ ...keyOf(object), apiVersion }, {}, signal);
    }
  }
  log.success(`${subject} migrated to version ${apiVersion.slice(apiVersion.indexOf('/') + 1)}`);
}

function patchFor({ metadata }: KubeObject, apiVersion: string): JsonObject {
  const { managedFields = [], resourceVersion } = metadata;
  if (managedFields.every((entry) => entry.apiVersion === apiVersion)) return {};
  const migrated = managedFields.map((entry): ManagedFieldsEntry => ({ ...entry, apiVersion }));
  return { metadata: { resourceVersion, managedFields: migrated as unknown as JsonObject[] } };
}
