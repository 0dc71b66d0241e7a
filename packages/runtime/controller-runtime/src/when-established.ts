import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import type { KubeWatcher } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';

const CRD = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

/**
 * Waits until the server has accepted the names of these CustomResourceDefinitions: only then can their kinds be used.
 *
 * @throws the signal's reason.
 */
export async function whenEstablished(
  client: KubeWatcher,
  crds: readonly (string | undefined)[],
  signal: AbortSignal,
): Promise<void> {
  const missing = new Set(crds);
  for await (const event of client.watch(CRD, { sendInitialEvents: true }, signal)) {
    if (event.type === 'BOOKMARK' || !isEstablished(event.object)) continue;
    missing.delete(event.object.metadata.name);
    if (missing.size === 0) return;
  }
  signal.throwIfAborted();
}

function isEstablished(object: KubeObject): boolean {
  return hasConditionStatus(parseConditions(object), { type: 'Established', status: 'True' });
}
