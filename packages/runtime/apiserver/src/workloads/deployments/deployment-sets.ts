import { isJsonObject, type JsonObject, jsonEqual } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { templateOf } from '../pod-template.js';
import { templateHash } from '../template-hash/template-hash.js';
import { controlledBy, controllerReference, type WorkloadContext } from '../workload-context.js';
import { type RolloutGoal, rolloutLimits } from './rollout-plan.js';

const HASH_LABEL = 'pod-template-hash';
const PREFIX = 'deployment.kubernetes.io/';
/** Counts the templates that a Deployment had. */
export const REVISION = `${PREFIX}revision`;
const HISTORY = `${PREFIX}revision-history`;
const DESIRED = `${PREFIX}desired-replicas`;
const MAX = `${PREFIX}max-replicas`;
/** Annotations of a Deployment that its ReplicaSets do not take over. */
const OWN_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  DESIRED,
  MAX,
  'deprecated.deployment.rollback.to',
];

/** The ReplicaSets of a Deployment. */
export interface DeploymentSets {
  readonly hash: string;
  /** That of the present template, once it is there. */
  readonly current: KubeObject | undefined;
  /** Those of older templates, oldest first. */
  readonly old: readonly KubeObject[];
}

/** Finds a Deployment's ReplicaSets. */
export function setsOf(context: WorkloadContext, deployment: KubeObject): DeploymentSets {
  const count = fieldOf(deployment, 'status', 'collisionCount');
  const hash = templateHash(templateOf(deployment), typeof count === 'number' ? count : undefined);
  const sets = controlledBy(context, 'ReplicaSet', deployment);
  const current = sets.find(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash) ?? oldestAlike(sets, deployment);
  const old = sets.filter((set) => set !== current).sort((a, b) => revisionOf(a) - revisionOf(b));
  return { hash, current, old };
}

/** A set that was adopted may have the present template without being named after it. */
function oldestAlike(sets: readonly KubeObject[], deployment: KubeObject): KubeObject | undefined {
  const wanted = withoutHash(templateOf(deployment));
  return sets
    .filter((set) => jsonEqual(withoutHash(templateOf(set)), wanted))
    .sort((a, b) => (String(a.metadata.creationTimestamp) < String(b.metadata.creationTimestamp) ? -1 : 1))[0];
}

function withoutHash(template: JsonObject): JsonObject {
  const { [HASH_LABEL]: _hash, ...labels } = labelsOf(template);
  const metadata = isJsonObject(template['metadata']) ? template['metadata'] : {};
  return { ...template, metadata: { ...metadata, labels } };
}

/** The number of the template that a ReplicaSet has. */
export function revisionOf({ metadata }: KubeObject): number {
  return Number(metadata.annotations?.[REVISION] ?? 0);
}

/** The number of the next template. */
export function nextRevision(old: readonly KubeObject[]): number {
  return Math.max(0, ...old.map(revisionOf)) + 1;
}

/** Whether the Deployment was scaled since it last told its ReplicaSets how many pods it wants. */
export function wasScaled({ metadata }: KubeObject, replicas: number): boolean {
  const told = metadata.annotations?.[DESIRED];
  return told !== undefined && told !== String(replicas);
}

/** The annotation for the numbers that a set had before it was rolled back to. */
export function revisionHistory(set: KubeObject, revision: number): Record<string, string> {
  const before = revisionOf(set);
  if (before === 0 || revision <= before) return {};
  const history = set.metadata.annotations?.[HISTORY];
  return { [HISTORY]: history === undefined ? String(before) : `${history},${before}` };
}

/** The annotations by which a ReplicaSet knows its Deployment's. */
export function setAnnotations(deployment: KubeObject, goal: RolloutGoal, revision: number): Record<string, string> {
  const taken = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([name]) => !OWN_ANNOTATIONS.includes(name),
  );
  return {
    ...Object.fromEntries(taken),
    [DESIRED]: String(goal.replicas),
    [MAX]: String(goal.replicas + rolloutLimits(goal).surge),
    [REVISION]: String(revision),
  };
}

interface NewSet {
  readonly hash: string;
  readonly replicas: number;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A ReplicaSet for the present template. */
export function newReplicaSet(deployment: KubeObject, { hash, replicas, annotations }: NewSet): KubeObject {
  const template = templateOf(deployment);
  const selector = fieldOf(deployment, 'spec', 'selector');
  const matchLabels = fieldOf(selector, 'matchLabels');
  const minReady = fieldOf(deployment, 'spec', 'minReadySeconds');
  const labels = { ...labelsOf(template), [HASH_LABEL]: hash };
  const { name = '', namespace } = deployment.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels,
      annotations,
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(typeof minReady === 'number' ? { minReadySeconds: minReady } : {}),
      selector: {
        ...(isJsonObject(selector) ? selector : {}),
        matchLabels: { ...(isJsonObject(matchLabels) ? matchLabels : {}), [HASH_LABEL]: hash },
      },
      template: {
        ...template,
        metadata: { ...(isJsonObject(template['metadata']) ? template['metadata'] : {}), labels },
      },
    },
  };
}

function labelsOf(template: JsonObject): Record<string, string> {
  const labels = fieldOf(template, 'metadata', 'labels');
  return isJsonObject(labels) ? (labels as Record<string, string>) : {};
}
