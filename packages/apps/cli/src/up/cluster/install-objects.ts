import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import { fluxCrds } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { FIELD_MANAGER } from '../../commands/field-manager.js';
import { ENTRY, type EntryOptions, entryObjects } from './entry-objects.js';

const CRD = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

/** Keeps manifests of Flux in the source from replacing what this process brings along. */
const OURS = { 'kustomize.toolkit.fluxcd.io/ssa': 'Ignore' };

/** Puts the CRDs of Flux and the entry objects into the cluster; what is there already and equal is left as it is. */
export async function installObjects(client: KubeClient, entry: EntryOptions, signal: AbortSignal): Promise<void> {
  const crds = fluxCrds().map((crd) => ({
    ...crd,
    metadata: { ...crd.metadata, annotations: { ...crd.metadata.annotations, ...OURS } },
  }));
  await Promise.all(crds.map((crd) => apply(client, crd, signal)));
  await whenEstablished(client, new Set(crds.map(({ metadata }) => metadata.name)), signal);
  for (const object of entryObjects(entry)) await apply(client, object, signal);
}

/** A kind can be used only once the server has accepted its names. */
async function whenEstablished(client: KubeClient, names: Set<string | undefined>, signal: AbortSignal): Promise<void> {
  for await (const event of client.watch(CRD, { sendInitialEvents: true }, signal)) {
    if (event.type === 'BOOKMARK' || !isEstablished(event.object)) continue;
    names.delete(event.object.metadata.name);
    if (names.size === 0) return;
  }
  signal.throwIfAborted();
}

function isEstablished(object: KubeObject): boolean {
  return hasConditionStatus(parseConditions(object), { type: 'Established', status: 'True' });
}

async function apply(client: KubeClient, object: KubeObject, signal: AbortSignal): Promise<void> {
  await client.apply(object, { fieldManager: FIELD_MANAGER, force: true }, signal);
}

/**
 * Asks the entry source to look for news, whatever its interval.
 *
 * @returns the token that its status shows once it has.
 */
export async function requestSource(client: KubeClient, nowMs: number, signal: AbortSignal): Promise<string> {
  const token = new Date(nowMs).toISOString();
  await client.patch(
    { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', ...ENTRY },
    { type: 'merge', body: { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': token } } } },
    { fieldManager: FIELD_MANAGER },
    signal,
  );
  return token;
}
