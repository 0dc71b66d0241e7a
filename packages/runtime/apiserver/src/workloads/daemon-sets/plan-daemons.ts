import type { JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';

/** A node and the pods that a DaemonSet has on it. */
export interface DaemonNode {
  readonly name: string;
  /** Whether there is to be a pod. */
  readonly runs: boolean;
  /** Whether a pod that is there may stay. */
  readonly stays: boolean;
  readonly pods: readonly KubeObject[];
}

/** How a DaemonSet's pods are replaced. */
export interface DaemonRules {
  /** Whether a pod has the present template. */
  readonly isNew: (pod: KubeObject) => boolean;
  readonly isReady: (pod: KubeObject) => boolean;
  readonly isAvailable: (pod: KubeObject) => boolean;
  /** `undefined`: old pods are replaced when somebody deletes them. */
  readonly rolling: { readonly maxUnavailable: number; readonly maxSurge: number } | undefined;
}

/** What is to be done: nodes that get a pod, and pods that go. */
export interface DaemonPlan {
  readonly create: readonly string[];
  readonly remove: readonly KubeObject[];
  /** Pods that go because they ended. */
  readonly ended: readonly { readonly pod: KubeObject; readonly node: string }[];
}

/** Plans the pods of a DaemonSet: one on each node, and old ones replaced no faster than the strategy allows. */
export function planDaemons(nodes: readonly DaemonNode[], rules: DaemonRules): DaemonPlan {
  const plans = nodes.map((node) => planNode(node, rules));
  const plan = {
    create: plans.flatMap(({ create }) => create),
    remove: plans.flatMap(({ remove }) => remove),
    ended: plans.flatMap(({ ended }) => ended),
  };
  if (rules.rolling === undefined) return plan;
  const rolled = rules.rolling.maxSurge > 0 ? surge(nodes, rules) : replace(nodes, rules);
  const remove = rolled.remove.filter((pod) => !plan.remove.includes(pod));
  return { ...plan, create: [...plan.create, ...rolled.create], remove: [...plan.remove, ...remove] };
}

const NOTHING: DaemonPlan = { create: [], remove: [], ended: [] };

function planNode(node: DaemonNode, rules: DaemonRules): DaemonPlan {
  const { name, runs, stays, pods } = node;
  if (!stays) return { ...NOTHING, remove: pods.filter((pod) => !isGoing(pod)) };
  const running = runningPods(node);
  const ended = pods.filter((pod) => !isGoing(pod) && !running.includes(pod)).map((pod) => ({ pod, node: name }));
  const hasSurge = (rules.rolling?.maxSurge ?? 0) > 0;
  const isMissing = runs && (hasSurge ? running.length === 0 : pods.length === 0);
  const surplus = hasSurge ? surplusInSurge(running, rules) : running.slice(1);
  return { create: isMissing ? [name] : [], remove: surplus, ended };
}

/** Those that have not ended, oldest first. */
function runningPods({ pods }: DaemonNode): readonly KubeObject[] {
  return pods
    .filter((pod) => !isGoing(pod) && !['Failed', 'Succeeded'].includes(String(fieldOf(pod, 'status', 'phase'))))
    .sort((a, b) => ageOf(a) - ageOf(b));
}

function isGoing({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function ageOf({ metadata }: KubeObject): number {
  return Date.parse(metadata.creationTimestamp ?? '');
}

/** One old and one new pod may be there, until the new one is available or the old one is not ready any more. */
function surplusInSurge(
  running: readonly KubeObject[],
  { isNew, isReady, isAvailable }: DaemonRules,
): readonly KubeObject[] {
  const newest = running.find(isNew);
  const oldest = running.find((pod) => !isNew(pod));
  const others = running.filter((pod) => pod !== newest && pod !== oldest);
  const isReplaced = newest !== undefined && oldest !== undefined && (!isReady(oldest) || isAvailable(newest));
  return isReplaced ? [...others, oldest] : others;
}

/** Old pods go: at once if they are not available, else as many as may be missing. */
function replace(nodes: readonly DaemonNode[], rules: DaemonRules): DaemonPlan {
  const { isNew, isAvailable, rolling } = rules;
  const served = nodes.filter(({ pods }) => pods.length > 0);
  const single = served.map((node) => (node.pods.length === 1 ? runningPods(node)[0] : undefined));
  const useless = single.filter((pod) => pod !== undefined && !isNew(pod) && !isAvailable(pod));
  const missing = single.filter((pod) => pod === undefined || !isAvailable(pod)).length;
  const candidates = single.filter((pod) => pod !== undefined && !isNew(pod) && isAvailable(pod));
  const allowed = Math.max(0, (rolling?.maxUnavailable ?? 0) - missing);
  return { ...NOTHING, remove: [...useless, ...candidates.slice(0, allowed)].filter((pod) => pod !== undefined) };
}

/** New pods come beside old ones: at once if these are not available, else as many as there may be more. */
function surge(nodes: readonly DaemonNode[], { isNew, isAvailable, rolling }: DaemonRules): DaemonPlan {
  const old = nodes.filter((node) => {
    const running = runningPods(node);
    return node.runs && running.length > 0 && !running.some(isNew);
  });
  const surging = nodes.filter((node) => runningPods(node).length > 1).length;
  const isUseless = (node: DaemonNode): boolean => !runningPods(node).some(isAvailable);
  const allowed = Math.max(0, (rolling?.maxSurge ?? 0) - surging);
  const create = [...old.filter(isUseless), ...old.filter((node) => !isUseless(node)).slice(0, allowed)];
  return { ...NOTHING, create: create.map(({ name }) => name) };
}

/** A number of nodes, or a share of them that is rounded up. */
export function amountOf(value: unknown, total: number): number {
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(String(value), 10) / 100) * total);
}

/** The limits of a DaemonSet's rolling update. */
export function rollingRules(set: KubeObject, desired: number): DaemonRules['rolling'] {
  const strategy = fieldOf(set, 'spec', 'updateStrategy') as JsonObject | undefined;
  if (strategy?.['type'] === 'OnDelete') return undefined;
  const amount = (name: string, otherwise: number): number =>
    amountOf(fieldOf(strategy ?? {}, 'rollingUpdate', name) ?? otherwise, desired);
  const maxSurge = amount('maxSurge', 0);
  const maxUnavailable = amount('maxUnavailable', 1);
  return { maxSurge, maxUnavailable: maxSurge === 0 ? Math.max(1, maxUnavailable) : maxUnavailable };
}
