import { fieldOf, type KubeObject } from '@gotk/objects';
import { conditionOf, type WorkloadContext, writeStatus } from './workload-context.js';

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

/** Lets a HorizontalPodAutoscaler see the replicas its target has; it never scales. */
export async function reconcileAutoscaler(context: WorkloadContext, autoscaler: KubeObject): Promise<void> {
  if (autoscaler.metadata.deletionTimestamp !== undefined) return;
  const kind = String(fieldOf(autoscaler, 'spec', 'scaleTargetRef', 'kind') ?? '');
  const name = String(fieldOf(autoscaler, 'spec', 'scaleTargetRef', 'name') ?? '');
  const target = ['Deployment', 'StatefulSet'].includes(kind)
    ? context.feed(kind).objects.get(`${autoscaler.metadata.namespace ?? ''}/${name}`)
    : undefined;
  const replicas = Number(
    (target && fieldOf(target, 'spec', 'replicas')) ?? fieldOf(autoscaler, 'spec', 'minReplicas') ?? 1,
  );
  const conditions = [
    conditionOf(context, autoscaler, {
      type: 'AbleToScale',
      status: 'True',
      reason: 'ReadyForNewScale',
      message: 'recommended size matches current size',
    }),
    conditionOf(context, autoscaler, {
      type: 'ScalingActive',
      status: 'True',
      reason: 'ValidMetricFound',
      message: 'the metrics are simulated',
    }),
    conditionOf(context, autoscaler, {
      type: 'ScalingLimited',
      status: 'False',
      reason: 'DesiredWithinRange',
      message: 'the desired count is within the acceptable range',
    }),
  ];
  await writeStatus(context, autoscaler, {
    currentReplicas: replicas,
    desiredReplicas: replicas,
    currentMetrics: null,
    conditions,
  });
}
