import type { FluxKind } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import type { KubeObject, ObjectKey } from '@gotk/objects';
import { kindInfo, objectKey } from '../../kinds/cli-kind.js';

/**
 * The Kustomization or HelmRelease that applied an object or one of its owners, by their labels.
 *
 * @returns `undefined` when there is none of the kind.
 */
export async function findManager(
  client: KubeClient,
  { object, kind }: { readonly object: KubeObject; readonly kind: FluxKind },
  signal: AbortSignal,
): Promise<ObjectKey | undefined> {
  const direct = managerOf(object, kind);
  if (direct !== undefined) return direct;
  for (const { apiVersion, kind: ownerKind, name } of object.metadata.ownerReferences ?? []) {
    const key = { apiVersion, kind: ownerKind, name, namespace: object.metadata.namespace };
    const owner = await client.find(key, {}, signal);
    const manager = owner === undefined ? undefined : await findManager(client, { object: owner, kind }, signal);
    if (manager !== undefined) return manager;
  }
  return undefined;
}

function managerOf({ metadata }: KubeObject, kind: FluxKind): ObjectKey | undefined {
  const { group } = kindInfo(kind);
  const name = metadata.labels?.[`${group}/name`] ?? '';
  return name === '' ? undefined : objectKey(kind, metadata.labels?.[`${group}/namespace`] ?? '', name);
}
