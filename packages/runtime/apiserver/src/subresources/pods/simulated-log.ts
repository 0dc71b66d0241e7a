import { fieldOf, type KubeObject } from '@gotk/objects';
import { SIMULATED_HOST } from '../../workloads/simulated-host.js';
import type { PodLog } from './pod-log-source.js';

/** The log of a pod that the simulation runs: it says what the pod is. @returns `undefined` for all other pods. */
export function simulatedLog(pod: KubeObject, container: string): PodLog | undefined {
  if (fieldOf(pod, 'spec', 'nodeName') !== undefined || fieldOf(pod, 'status', 'hostIP') !== SIMULATED_HOST)
    return undefined;
  const { namespace = '', name = '', creationTimestamp = '' } = pod.metadata;
  const timeMs = Date.parse(String(fieldOf(pod, 'status', 'startTime') ?? creationTimestamp));
  const text = `simulated: container ${container} of pod ${namespace}/${name} runs nowhere; only its status is made up`;
  return { lines: [{ timeMs, text }], follow: silence };
}

/** Nothing more is said, for as long as somebody listens. */
async function* silence(signal: AbortSignal): AsyncIterable<never> {
  if (signal.aborted) return;
  await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  yield* [];
}
