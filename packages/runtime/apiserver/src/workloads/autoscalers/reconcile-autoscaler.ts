import { isJsonObject, type JsonObject } from '@gotk/json';
import { ApiError, NoMatchError } from '@gotk/kube-client';
import { asJson, fieldOf, type KubeObject, type ObjectKey, parseLabelSelector } from '@gotk/objects';
import { tell } from '../events/tell.js';
import { conditionsOf, timestamp, type WorkloadContext, writeStatus } from '../workload-context.js';
import { limitReplicas, type ScalingHistory, type Told } from './limit-replicas.js';
import { type MetricResult, metricReplicas } from './metric-replicas.js';
import { METRICS_ANNOTATION, metricSource, milliOf } from './metric-values.js';

const COMPONENT = 'horizontal-pod-autoscaler';
const TURN_MS = 15_000;
const KEPT_MS = 3_600_000;
const MAX_REMEMBERED = 2000;
const TOLERANCE = 0.1;

/** What is remembered of an autoscaler between its turns. */
interface Memory extends ScalingHistory {
  readonly turnMs: number;
  /** What it was told then. */
  readonly asked: string;
  readonly key: string;
  /** The pods that its target has. */
  readonly selector?: string;
}

const memories = new WeakMap<WorkloadContext, Map<string, Memory>>();

/**
 * Scales the target of a HorizontalPodAutoscaler by its metrics, every 15 seconds. With a simulated node the first turn and
 * those after a change come at once.
 */
export async function reconcileAutoscaler(context: WorkloadContext, autoscaler: KubeObject): Promise<void> {
  if (autoscaler.metadata.deletionTimestamp !== undefined) return;
  const known = memories.get(context) ?? new Map<string, Memory>();
  memories.set(context, known);
  const { uid = '', namespace = '', name = '', annotations } = autoscaler.metadata;
  const nowMs = context.now().getTime();
  const asked = JSON.stringify([autoscaler['spec'], annotations?.[METRICS_ANNOTATION]]);
  const memory = known.get(uid) ?? { turnMs: nowMs, asked: '', key: `${namespace}/${name}`, wanted: [], steps: [] };
  const isDue = nowMs >= memory.turnMs + TURN_MS || (context.hasNode && memory.asked !== asked);
  context.wakeAfter(autoscaler, isDue ? TURN_MS : memory.turnMs + TURN_MS - nowMs);
  if (known.size >= MAX_REMEMBERED) known.clear();
  if (!isDue) {
    known.set(uid, memory);
    return;
  }
  const turn = new Turn(context, autoscaler, { ...memory, turnMs: nowMs, asked });
  known.set(uid, turn.memory);
  await turn.take([...known.values()]);
  known.set(uid, turn.memory);
}

interface Scale {
  readonly object: KubeObject;
  readonly spec: number;
  readonly status: number;
  readonly selector: string;
}

/** One turn of an autoscaler, which gathers what its status is to say. */
class Turn {
  memory: Memory;
  readonly #context: WorkloadContext;
  readonly #autoscaler: KubeObject;
  #conditions: readonly JsonObject[];

  constructor(context: WorkloadContext, autoscaler: KubeObject, memory: Memory) {
    this.#context = context;
    this.#autoscaler = autoscaler;
    this.memory = memory;
    this.#conditions = conditionsOf(autoscaler);
  }

  async take(others: readonly Memory[]): Promise<void> {
    const scale = await this.#scale();
    if (typeof scale === 'string') return this.#failToGetScale(scale);
    this.#set('AbleToScale', 'True', GOT_SCALE);
    if (this.memory.wanted.length === 0)
      this.#remember({ wanted: [{ replicas: scale.spec, atMs: this.memory.turnMs }] });
    const [min, max] = [Number(this.#spec('minReplicas') ?? 1), Number(this.#spec('maxReplicas') ?? 1)];
    if (scale.spec === 0) {
      this.#set('ScalingActive', 'False', DISABLED);
      return this.#report(scale.spec, { desired: 0, metrics: null });
    }
    if (scale.spec > max)
      return this.#rescale(scale, { to: max, why: 'Current number of replicas above Spec.MaxReplicas' });
    if (scale.spec < min)
      return this.#rescale(scale, { to: min, why: 'Current number of replicas below Spec.MinReplicas' });
    await this.#follow(scale, { others, min, max });
  }

  async #scale(): Promise<Scale | string> {
    const key = this.#targetKey();
    try {
      const object = await this.#context.client.get(key, { subresource: 'scale' }, this.#context.signal);
      return {
        object,
        spec: Number(fieldOf(object, 'spec', 'replicas') ?? 0),
        status: Number(fieldOf(object, 'status', 'replicas') ?? 0),
        selector: String(fieldOf(object, 'status', 'selector') ?? ''),
      };
    } catch (error) {
      if (error instanceof NoMatchError) {
        const group = key.apiVersion.includes('/') ? (key.apiVersion.split('/')[0] ?? '') : '';
        return `no matches for kind ${JSON.stringify(key.kind)} in group ${JSON.stringify(group)}`;
      }
      if (error instanceof ApiError) return error.message;
      throw error;
    }
  }

  #targetKey(): ObjectKey {
    const field = (name: string): string => String(fieldOf(this.#spec('scaleTargetRef'), name) ?? '');
    const namespace = this.#autoscaler.metadata.namespace ?? '';
    return { apiVersion: field('apiVersion') || 'v1', kind: field('kind'), namespace, name: field('name') };
  }

  #spec(name: string): unknown {
    return fieldOf(this.#autoscaler, 'spec', name);
  }

  async #failToGetScale(problem: string): Promise<void> {
    const message = `the HPA controller was unable to get the target's current scale: ${problem}`;
    await this.#warn('FailedGetScale', problem);
    this.#set('AbleToScale', 'False', { reason: 'FailedGetScale', message });
    await writeStatus(this.#context, this.#autoscaler, { conditions: this.#conditions });
  }

  /** Does what the metrics ask for. */
  async #follow(
    scale: Scale,
    { others, min, max }: { readonly others: readonly Memory[]; readonly min: number; readonly max: number },
  ): Promise<void> {
    this.#remember({ selector: scale.selector });
    const refused = this.#refuseSelector(scale.selector, others);
    if (refused !== undefined) return this.#giveUp(scale, { ...refused, results: [] });
    const results = this.#measure(scale);
    const problems = results.filter((each) => each.kind === 'problem');
    for (const { reason, problem } of problems) await this.#warn(reason, problem);
    const proposals = results.filter((each) => each.kind === 'replicas');
    const best = proposals.reduce<(typeof proposals)[number] | undefined>(
      (most, each) => (most === undefined || each.replicas > most.replicas ? each : most),
      undefined,
    );
    const [first] = problems;
    if (first !== undefined && (best === undefined || best.replicas < scale.spec)) {
      const message = `the HPA was unable to compute the replica count: ${first.problem}`;
      const error = `invalid metrics (${problems.length} invalid out of ${results.length}), first error is: ${first.error}`;
      return this.#giveUp(scale, { told: { reason: first.reason, message }, error, results });
    }
    const name = best?.name ?? '';
    this.#set('ScalingActive', 'True', {
      reason: 'ValidMetricFound',
      message: `the HPA was able to successfully calculate a replica count from ${name}`,
    });
    const wanted = best?.replicas ?? 0;
    const to = this.#limit({ current: scale.spec, wanted, min, max });
    const metrics = results.map(statusOf);
    if (to === scale.spec) return this.#report(scale.spec, { desired: to, metrics });
    const why = to > scale.spec || wanted > scale.spec ? `${name} above target` : 'All metrics below target';
    await this.#rescale(scale, { to, why, metrics });
  }

  #measure(scale: Scale): readonly MetricResult[] {
    const { namespace = '', annotations } = this.#autoscaler.metadata;
    const source = metricSource(annotations?.[METRICS_ANNOTATION], this.#context.hasNode);
    const tolerance = (way: string): number => {
      const milli = milliOf(fieldOf(this.#spec('behavior'), way, 'tolerance'));
      return milli === undefined ? TOLERANCE : milli / 1000;
    };
    const metrics = this.#spec('metrics');
    return (Array.isArray(metrics) ? metrics : []).filter(isJsonObject).map((metric) =>
      metricReplicas(metric, {
        namespace,
        pods: this.#podsOf(scale.selector),
        specReplicas: scale.spec,
        statusReplicas: scale.status,
        source,
        tolerance: { up: tolerance('scaleUp'), down: tolerance('scaleDown') },
      }),
    );
  }

  #podsOf(selector: string): readonly KubeObject[] {
    const { matches } = parseLabelSelector(selector);
    const { namespace } = this.#autoscaler.metadata;
    return [...this.#context.feed('Pod').objects.values()].filter(
      ({ metadata }) => metadata.namespace === namespace && matches(metadata.labels ?? {}),
    );
  }

  /** Without a selector, or when another autoscaler has the same pods, there is nothing to measure. */
  #refuseSelector(
    selector: string,
    others: readonly Memory[],
  ): { readonly told: Told; readonly error: string } | undefined {
    if (selector === '') {
      const message = "the HPA target's scale is missing a selector";
      return { told: { reason: 'InvalidSelector', message }, error: 'selector is required' };
    }
    const pods = this.#podsOf(selector);
    const { namespace = '' } = this.#autoscaler.metadata;
    const sharing = others.filter(
      (other) =>
        other.key !== this.memory.key &&
        other.key.startsWith(`${namespace}/`) &&
        other.selector !== undefined &&
        this.#context.feed('HorizontalPodAutoscaler').objects.has(other.key) &&
        pods.some(({ metadata }) => parseLabelSelector(other.selector ?? '').matches(metadata.labels ?? {})),
    );
    if (sharing.length === 0) return undefined;
    const keys = [...sharing.map(({ key }) => key), this.memory.key].sort();
    const message = `pods by selector ${selector} are controlled by multiple HPAs: [${keys.join(' ')}]`;
    return { told: { reason: 'AmbiguousSelector', message }, error: message };
  }

  async #giveUp(
    scale: Scale,
    {
      told,
      error,
      results,
    }: { readonly told: Told; readonly error: string; readonly results: readonly MetricResult[] },
  ): Promise<void> {
    if (results.length === 0)
      await this.#warn(told.reason === 'InvalidSelector' ? 'SelectorRequired' : told.reason, error);
    this.#set('ScalingActive', 'False', told);
    await this.#report(scale.spec, { metrics: results.length === 0 ? null : results.map(statusOf) });
    await this.#warn('FailedComputeMetricsReplicas', error);
  }

  #limit(numbers: {
    readonly current: number;
    readonly wanted: number;
    readonly min: number;
    readonly max: number;
  }): number {
    const nowMs = this.memory.turnMs;
    const behavior = this.#spec('behavior');
    const rules = (way: string): JsonObject => {
      const given = fieldOf(behavior, way);
      return isJsonObject(given) ? given : {};
    };
    const { replicas, ableToScale, limited } = limitReplicas({
      ...numbers,
      behavior: isJsonObject(behavior) ? { up: rules('scaleUp'), down: rules('scaleDown') } : undefined,
      history: this.memory,
      nowMs,
    });
    this.#remember({ wanted: [...this.memory.wanted, { replicas: numbers.wanted, atMs: nowMs }] });
    this.#set('AbleToScale', 'True', ableToScale);
    this.#set('ScalingLimited', limited.isLimited ? 'True' : 'False', limited);
    return replicas;
  }

  async #rescale(
    scale: Scale,
    {
      to,
      why,
      metrics = null,
    }: { readonly to: number; readonly why: string; readonly metrics?: readonly JsonObject[] | null },
  ): Promise<void> {
    const spec = { ...(asJson(scale.object)['spec'] as JsonObject), replicas: to };
    try {
      await this.#context.client.patch(
        this.#targetKey(),
        { type: 'merge', body: { spec } },
        { fieldManager: 'kube-controller-manager', subresource: 'scale' },
        this.#context.signal,
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await this.#warn('FailedRescale', `New size: ${to}; reason: ${why}; error: ${error.message}`);
      const message = `the HPA controller was unable to update the target scale: ${error.message}`;
      this.#set('AbleToScale', 'False', { reason: 'FailedUpdateScale', message });
      return this.#report(scale.spec, { metrics });
    }
    const message = `the HPA controller was able to update the target scale to ${to}`;
    this.#set('AbleToScale', 'True', { reason: 'SucceededRescale', message });
    const event = `New size: ${to}; reason: ${why}`;
    await tell(this.#context, this.#autoscaler, { reason: 'SuccessfulRescale', message: event, component: COMPONENT });
    this.#remember({ steps: [...this.memory.steps, { change: to - scale.spec, atMs: this.memory.turnMs }] });
    await this.#report(scale.spec, { desired: to, metrics, lastScaleTime: timestamp(this.#context) });
  }

  async #report(
    current: number,
    {
      desired,
      metrics,
      lastScaleTime,
    }: { readonly desired?: number; readonly metrics: readonly JsonObject[] | null; readonly lastScaleTime?: string },
  ): Promise<void> {
    await writeStatus(this.#context, this.#autoscaler, {
      currentReplicas: current === 0 ? null : current,
      ...(desired === undefined ? {} : { desiredReplicas: desired }),
      currentMetrics: metrics,
      conditions: this.#conditions,
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
    });
  }

  #remember(more: Partial<Memory>): void {
    const isRecent = ({ atMs }: { readonly atMs: number }): boolean => atMs > this.memory.turnMs - KEPT_MS;
    const next = { ...this.memory, ...more };
    this.memory = { ...next, wanted: next.wanted.filter(isRecent), steps: next.steps.filter(isRecent) };
  }

  /** A condition keeps its place and, while its status stays, its time. */
  #set(type: string, status: 'True' | 'False', { reason, message }: Told): void {
    const before = this.#conditions.find((each) => each['type'] === type);
    const since = before?.['status'] === status ? before['lastTransitionTime'] : timestamp(this.#context);
    const condition = { type, status, lastTransitionTime: since ?? timestamp(this.#context), reason, message };
    this.#conditions =
      before === undefined
        ? [...this.#conditions, condition]
        : this.#conditions.map((each) => (each === before ? condition : each));
  }

  async #warn(reason: string, message: string): Promise<void> {
    await tell(this.#context, this.#autoscaler, { reason, message, component: COMPONENT, type: 'Warning' });
  }
}

const GOT_SCALE: Told = {
  reason: 'SucceededGetScale',
  message: "the HPA controller was able to get the target's current scale",
};
const DISABLED: Told = {
  reason: 'ScalingDisabled',
  message: 'scaling is disabled since the replica count of the target is zero',
};

/** What could not be measured has an empty status. */
function statusOf(result: MetricResult): JsonObject {
  return result.kind === 'replicas' ? result.status : { type: '' };
}
