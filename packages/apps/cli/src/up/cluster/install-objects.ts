import { whenEstablished } from '@gotk/controller-runtime';
import { type FluxCrd, fluxCrds } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import { type KubeObject, keyOf } from '@gotk/objects';
import { FIELD_MANAGER } from '../../commands/field-manager.js';
import { controllerDeployments } from './controller-deployments.js';
import { type EntryOptions, entryObjects } from './entry-objects.js';
import { OURS, PART_OF_FLUX } from './part-of-flux.js';

/**
 * Puts the CRDs of Flux and the entry objects into the cluster; what is there already and equal is left as it is.
 *
 * @returns whether there was anything of Flux before.
 */
export async function installObjects(client: KubeClient, entry: EntryOptions, signal: AbortSignal): Promise<boolean> {
  const crds = fluxCrds().map(asPartOfFlux);
  const wasThere = await isInstalled(client, crds, signal);
  await Promise.all(crds.map((crd) => apply(client, crd, signal)));
  await whenEstablished(
    client,
    crds.map(({ metadata }) => metadata.name),
    signal,
  );
  for (const object of entryObjects(entry)) await apply(client, object, signal);
  return wasThere;
}

async function isInstalled(client: KubeClient, [crd]: readonly KubeObject[], signal: AbortSignal): Promise<boolean> {
  return crd !== undefined && (await client.find(keyOf(crd), { as: 'metadata' }, signal)) !== undefined;
}

/** Puts Deployments that stand for the controllers into the cluster. */
export async function installControllers(
  client: KubeClient,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(controllerDeployments(names).map((object) => apply(client, object, signal)));
}

function asPartOfFlux(crd: FluxCrd): KubeObject {
  const { annotations, labels } = crd.metadata;
  const marks = { annotations: { ...annotations, ...OURS }, labels: { ...labels, ...PART_OF_FLUX } };
  return { ...crd, metadata: { ...crd.metadata, ...marks } };
}

async function apply(client: KubeClient, object: KubeObject, signal: AbortSignal): Promise<void> {
  await client.apply(object, { fieldManager: FIELD_MANAGER, force: true }, signal);
}
