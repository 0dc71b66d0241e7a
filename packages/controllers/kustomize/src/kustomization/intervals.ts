import { parseDurationMs } from '@gotk/duration';
import type { Kustomization } from '@gotk/flux-types';

const MIN_TIMEOUT_MS = 30_000;

/** Time between successful reconciliations. */
export function intervalMs({ spec }: Kustomization): number {
  return parseDurationMs(spec.interval);
}

/** Time after a failure: `retryInterval`, else the interval. */
export function retryIntervalMs({ spec }: Kustomization): number {
  return parseDurationMs(spec.retryInterval ?? spec.interval);
}

/** Limit for health checks and waits: `timeout`, else 30 s less than the interval; at least 30 s. */
export function timeoutMs({ spec }: Kustomization): number {
  const asked =
    spec.timeout === undefined ? parseDurationMs(spec.interval) - MIN_TIMEOUT_MS : parseDurationMs(spec.timeout);
  return Math.max(asked, MIN_TIMEOUT_MS);
}
