import { gunzipSync } from 'node:zlib';
import { Halt, type ReconcileContext } from '@gotk/controller-runtime';
import { renderMs } from '@gotk/duration';
import type { HelmRelease } from '@gotk/flux-types';
import { type Chart, loadChart as readChart } from '@gotk/helm';
import { hasErrorCode, LocatedError } from '@gotk/located-error';
import type { Deps } from '../../deps.js';
import type { ResolvedSource } from './resolve-source.js';

const MAX_CHART_BYTES = 128 * 1024 * 1024;

/** Loads the chart from its artifact; halts when that has gone, for its source will make it anew. */
export async function loadChart(
  deps: Deps,
  { artifact }: ResolvedSource,
  { signal }: Pick<ReconcileContext<HelmRelease>, 'signal'>,
): Promise<Chart> {
  try {
    const bytes = await deps.artifacts.read(artifact, signal);
    return readChart(bytes, { gunzip: (data) => gunzipSync(data, { maxOutputLength: MAX_CHART_BYTES }) });
  } catch (error) {
    signal.throwIfAborted();
    if (hasErrorCode(error, 'artifact-not-found')) throw artifactGone(deps, error);
    const text = error instanceof Error ? error.message : String(error);
    throw new Halt({
      kind: 'retry',
      message: `Could not load chart: ${text}`,
      event: { severity: 'error', message: text },
      requeueAfterMs: 'backoff',
      cause: error instanceof LocatedError ? error : undefined,
    });
  }
}

function artifactGone({ requeueDependencyMs }: Deps, cause: unknown): Halt {
  const message = `Source not ready: artifact not found. Retrying in ${renderMs(requeueDependencyMs)}`;
  return new Halt({ kind: 'waiting', message, requeueAfterMs: requeueDependencyMs, cause });
}
