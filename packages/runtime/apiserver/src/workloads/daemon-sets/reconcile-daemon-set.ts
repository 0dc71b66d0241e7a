import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { claim } from '../claim-pods.js';
import { keepRevision } from '../controller-revisions.js';
import { createPods } from '../create-pods.js';
import { tell } from '../events/tell.js';
import { isPodAvailable, isPodReady, podFromTemplate, templateOf } from '../pod-template.js';
import { templateHash } from '../template-hash/template-hash.js';
import { controllerReference, deleteObject, ownedBy, type WorkloadContext, writeStatus } from '../workload-context.js';
import { affinityTo, nodeFit, nodeOf } from './node-fit.js';
import { type DaemonNode, planDaemons, rollingRules } from './plan-daemons.js';

const REVISION_LABEL = 'controller-revision-hash';
const GENERATION_LABEL = 'pod-template-generation';
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
const COMPONENT = 'daemonset-controller';
/** What the simulated node is called, of which there is no object. */
const SIMULATED = 'simulated';
const TOLERATED: readonly (readonly [key: string, effect: string])[] = [
  ['node.kubernetes.io/not-ready', 'NoExecute'],
  ['node.kubernetes.io/unreachable', 'NoExecute'],
  ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
  ['node.kubernetes.io/memory-pressure', 'NoSchedule'],
  ['node.kubernetes.io/pid-pressure', 'NoSchedule'],
  ['node.kubernetes.io/unschedulable', 'NoSchedule'],
];
const TOLERATED_ON_HOST = ['node.kubernetes.io/network-unavailable', 'NoSchedule'] as const;

/** Keeps one pod of a DaemonSet on each node that it is for; where there are no Nodes, on the simulated one if there is one. */
export async function reconcileDaemonSet(context: WorkloadContext, set: KubeObject): Promise<void> {
  if (set.metadata.deletionTimestamp !== undefined) return;
  await claim(context, set, { kind: 'Pod' });
  await claim(context, set, { kind: 'ControllerRevision', releases: false });
  const hash = templateHash(templateOf(set));
  const labels = { [REVISION_LABEL]: hash };
  await keepRevision(context, set, { name: `${set.metadata.name ?? ''}-${hash}`, labels });
  const nodes = nodesOf(context, set);
  const isNew = ({ metadata }: KubeObject): boolean => metadata.labels?.[REVISION_LABEL] === hash;
  const isAvailable = (pod: KubeObject): boolean => isPodAvailable(context, set, pod);
  const rolling = rollingRules(set, nodes.filter(({ runs }) => runs).length);
  const plan = planDaemons(nodes, { isNew, isReady: isPodReady, isAvailable, rolling });
  for (const { pod, node } of plan.ended) await removeEnded(context, set, { pod, node });
  for (const pod of plan.remove) await remove(context, set, pod);
  const names = [...plan.create];
  const { error } = await createPods(context, set, {
    count: names.length,
    allowed: context.budget.maxPods,
    make: () => daemon(set, hash, names.shift()),
    component: COMPONENT,
  });
  await report(context, set, { nodes: nodesOf(context, set), isNew, isAvailable });
  if (error !== undefined) throw error;
}

/** The nodes with the pods that the set has on each; those on none that is there come to one of their own, which has nothing to run. */
function nodesOf(context: WorkloadContext, set: KubeObject): readonly DaemonNode[] {
  const nodes = [...context.feed('Node').objects.values()];
  const pods = ownedBy(context, 'Pod', set);
  const spec = daemonSpec(set);
  if (nodes.length === 0 && context.hasNode) return [{ name: SIMULATED, runs: true, stays: true, pods }];
  const byNode = new Map<string, readonly KubeObject[]>();
  for (const pod of pods) byNode.set(nodeOf(pod) ?? '', [...(byNode.get(nodeOf(pod) ?? '') ?? []), pod]);
  const known = nodes.map((node) => {
    const name = node.metadata.name ?? '';
    return { name, ...nodeFit(node, spec), pods: byNode.get(name) ?? [] };
  });
  const gone = [...byNode].filter(([name]) => !nodes.some(({ metadata }) => metadata.name === name));
  return [...known, ...gone.map(([name, left]) => ({ name, runs: false, stays: false, pods: left }))];
}

async function removeEnded(
  context: WorkloadContext,
  set: KubeObject,
  { pod, node }: { readonly pod: KubeObject; readonly node: string },
): Promise<void> {
  const name = `${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`;
  const isFailed = fieldOf(pod, 'status', 'phase') === 'Failed';
  await tell(context, set, {
    component: COMPONENT,
    ...(isFailed
      ? {
          reason: 'FailedDaemonPod',
          message: `Found failed daemon pod ${name} on node ${node}, will try to kill it`,
          type: 'Warning',
        }
      : {
          reason: 'SucceededDaemonPod',
          message: `Found succeeded daemon pod ${name} on node ${node}, will try to delete it`,
        }),
  });
  await remove(context, set, pod);
}

async function remove(context: WorkloadContext, set: KubeObject, pod: KubeObject): Promise<void> {
  await deleteObject(context, pod);
  const message = `Deleted pod: ${pod.metadata.name ?? ''}`;
  await tell(context, set, { reason: 'SuccessfulDelete', message, component: COMPONENT });
}

interface Served {
  readonly nodes: readonly DaemonNode[];
  readonly isNew: (pod: KubeObject) => boolean;
  readonly isAvailable: (pod: KubeObject) => boolean;
}

async function report(context: WorkloadContext, set: KubeObject, { nodes, isNew, isAvailable }: Served): Promise<void> {
  const orNull = (count: number): number | null => (count === 0 ? null : count);
  const wanted = nodes.filter(({ runs }) => runs);
  const oldest = wanted.map(({ pods }) => oldestOf(pods)).filter((pod) => pod !== undefined);
  const available = oldest.filter((pod) => isPodReady(pod) && isAvailable(pod)).length;
  await writeStatus(context, set, {
    observedGeneration: set.metadata.generation ?? 1,
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: oldest.length,
    updatedNumberScheduled: orNull(oldest.filter(isNew).length),
    numberMisscheduled: nodes.filter(({ runs, pods }) => !runs && pods.length > 0).length,
    numberReady: oldest.filter(isPodReady).length,
    numberAvailable: orNull(available),
    numberUnavailable: orNull(wanted.length - available),
  });
}

function oldestOf(pods: readonly KubeObject[]): KubeObject | undefined {
  const ageOf = ({ metadata }: KubeObject): number => Date.parse(metadata.creationTimestamp ?? '');
  return [...pods].sort((a, b) => ageOf(a) - ageOf(b))[0];
}

/** The spec of a set's pods: they put up with what nodes have when something is wrong with them. */
function daemonSpec(set: KubeObject): JsonObject {
  const { spec } = templateOf(set);
  const own = isJsonObject(spec) ? spec : {};
  const given = (Array.isArray(own['tolerations']) ? own['tolerations'] : []).filter(isJsonObject);
  const keys = own['hostNetwork'] === true ? [...TOLERATED, TOLERATED_ON_HOST] : TOLERATED;
  const added = keys.map(([key, effect]) => ({ key, operator: 'Exists', effect }));
  const isSame = (a: JsonObject, b: JsonObject): boolean => a['key'] === b['key'] && a['effect'] === b['effect'];
  const kept = given.filter((each) => !added.some((more) => isSame(each, more)));
  return { ...own, tolerations: [...kept, ...added] };
}

function daemon(set: KubeObject, hash: string, node: string | undefined): KubeObject {
  const { name = '', namespace, annotations } = set.metadata;
  const generation = annotations?.[TEMPLATE_GENERATION];
  const spec = daemonSpec(set);
  const isSimulated = node === undefined || node === SIMULATED;
  const pod = podFromTemplate(templateOf(set), {
    generateName: `${name}-`,
    namespace,
    labels: { [REVISION_LABEL]: hash, ...(generation === undefined ? {} : { [GENERATION_LABEL]: generation }) },
    ownerReferences: [controllerReference(set)],
  });
  return { ...pod, spec: isSimulated ? spec : { ...spec, affinity: affinityTo(node, spec['affinity']) } };
}
