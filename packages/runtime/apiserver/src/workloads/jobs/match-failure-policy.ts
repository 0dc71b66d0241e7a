import { isJsonObject, type JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { listOf } from './job-pods.js';

/** What a Job's failure policy makes of a pod that failed. */
export interface PodFailure {
  /** Whether it counts towards the backoff limits. */
  readonly counts: boolean;
  readonly failsIndex?: boolean;
  /** Why the Job fails with it, in Kubernetes' words. */
  readonly failsJob?: string;
}

/** Asks a Job's failure policy about a pod that failed: the first rule that matches decides. */
export function matchFailurePolicy(job: KubeObject, pod: KubeObject): PodFailure {
  const rules = fieldOf(job, 'spec', 'podFailurePolicy', 'rules');
  for (const [index, rule] of (Array.isArray(rules) ? rules : []).entries()) {
    const matched = isJsonObject(rule) ? matchOf(rule, pod) : undefined;
    if (matched === undefined) continue;
    const action = String(fieldOf(rule, 'action'));
    if (action === 'Ignore') return { counts: false };
    if (action === 'FailIndex') return { counts: true, failsIndex: true };
    if (action === 'Count') return { counts: true };
    return { counts: true, failsJob: `${matched} matching ${action} rule at index ${index}` };
  }
  return { counts: true };
}

/** What of a pod meets a rule. */
function matchOf({ onExitCodes, onPodConditions }: JsonObject, pod: KubeObject): string | undefined {
  const { namespace = '', name = '' } = pod.metadata;
  const podName = `${namespace}/${name}`;
  if (isJsonObject(onExitCodes)) {
    const container = failedContainer(onExitCodes, pod);
    if (container === undefined) return undefined;
    const code = String(fieldOf(container, 'state', 'terminated', 'exitCode'));
    return `Container ${String(container['name'])} for pod ${podName} failed with exit code ${code}`;
  }
  const patterns = Array.isArray(onPodConditions) ? (onPodConditions as readonly JsonObject[]) : [];
  const condition = listOf(pod, 'conditions').find(({ type, status }) =>
    patterns.some((pattern) => pattern['type'] === type && (pattern['status'] ?? 'True') === status),
  );
  return condition === undefined ? undefined : `Pod ${podName} has condition ${String(condition['type'])}`;
}

function failedContainer({ containerName, operator, values }: JsonObject, pod: KubeObject): JsonObject | undefined {
  const codes = Array.isArray(values) ? (values as readonly unknown[]) : [];
  return [...listOf(pod, 'containerStatuses'), ...listOf(pod, 'initContainerStatuses')].find((container) => {
    const code = fieldOf(container, 'state', 'terminated', 'exitCode');
    if (typeof code !== 'number' || code === 0) return false;
    if (containerName !== undefined && containerName !== container['name']) return false;
    return codes.includes(code) === (operator === 'In');
  });
}
