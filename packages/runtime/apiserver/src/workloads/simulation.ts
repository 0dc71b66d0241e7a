import { fieldOf, type KubeObject } from '@gotk/objects';

/** How a simulated pod ends up: running and ready (or done, when it runs to completion), failed, or never scheduled. */
export type PodOutcome = 'run' | 'fail' | 'pending';

/** What is to happen to a pod. */
export interface PodPlan {
  readonly outcome: PodOutcome;
  /** How long it takes until it is ready, done or failed. */
  readonly afterMs: number;
  /** Becomes unready and ready again at this interval. */
  readonly flapMs?: number;
}

/** Annotation on pods, or on the pod template: `run`, `fail` or `pending`. */
export const OUTCOME_ANNOTATION = 'simulation.gotk.dev/outcome';
/** Annotation: how long a pod takes, in milliseconds or as `<n>ms`, `<n>s` or `<n>m`. */
export const AFTER_ANNOTATION = 'simulation.gotk.dev/after';
/** Annotation: how often a running pod changes between ready and unready. */
export const FLAP_ANNOTATION = 'simulation.gotk.dev/flap-every';

const UNITS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, m: 60_000 };

/** What the pod's annotations ask for; without any, it runs at once. */
export function planOf(pod: KubeObject): PodPlan {
  const annotations = pod.metadata.annotations ?? {};
  const outcome = annotations[OUTCOME_ANNOTATION];
  const flapMs = parseMs(annotations[FLAP_ANNOTATION]);
  return {
    outcome: outcome === 'fail' || outcome === 'pending' ? outcome : 'run',
    afterMs: parseMs(annotations[AFTER_ANNOTATION]) ?? 0,
    ...(flapMs === undefined || flapMs === 0 ? {} : { flapMs }),
  };
}

function parseMs(text: string | undefined): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,9})(ms|s|m|)$/.exec(text ?? '') ?? [];
  return amount === undefined ? undefined : Number(amount) * (UNITS[unit] ?? 1);
}

/** Whether the pod is meant to end: then success is its end, not readiness. */
export function runsToCompletion(pod: KubeObject): boolean {
  const policy = fieldOf(pod, 'spec', 'restartPolicy');
  return policy === 'Never' || policy === 'OnFailure';
}
