import { fieldOf, type KubeObject } from '@gotk/objects';
import { patchObject, type WorkloadContext, writeStatus } from './workload-context.js';

/** An address of the range that is for documentation, so that nobody takes it for a real one. */
const LOAD_BALANCER_IP = '192.0.2.1';

/** Binds a PersistentVolumeClaim. */
export async function reconcileClaim(context: WorkloadContext, claim: KubeObject): Promise<void> {
  if (claim.metadata.deletionTimestamp !== undefined) return;
  const capacity = fieldOf(claim, 'spec', 'resources', 'requests') ?? { storage: '1Gi' };
  const accessModes = fieldOf(claim, 'spec', 'accessModes') ?? ['ReadWriteOnce'];
  await writeStatus(context, claim, { phase: 'Bound', accessModes, capacity });
}

/** Gives a Service of type LoadBalancer an address. */
export async function reconcileService(context: WorkloadContext, service: KubeObject): Promise<void> {
  if (service.metadata.deletionTimestamp !== undefined || fieldOf(service, 'spec', 'type') !== 'LoadBalancer') return;
  if (fieldOf(service, 'status', 'loadBalancer', 'ingress') !== undefined) return;
  await writeStatus(context, service, { loadBalancer: { ingress: [{ ip: LOAD_BALANCER_IP, ipMode: 'VIP' }] } });
}

/** Tells the kubelet of a Node for how long to keep what it reads: in small clusters not at all. */
export async function markNode(context: WorkloadContext, node: KubeObject): Promise<void> {
  if (node.metadata.deletionTimestamp !== undefined || node.metadata.annotations?.[CACHE_TTL] !== undefined) return;
  await patchObject(context, node, { metadata: { annotations: { [CACHE_TTL]: '0' } } });
}

const CACHE_TTL = 'node.alpha.kubernetes.io/ttl';
