import { compareApplyOrder } from '@gotk/apply';
import type { JsonObject } from '@gotk/json';
import { isApiError, type KubeClient } from '@gotk/kube-client';
import { type KubeObject, keyOf, renderObjectName } from '@gotk/objects';
import type { Drift } from './detect-drift.js';

/** What came of undoing drift. */
export interface Correction {
  /** Lines such as `ConfigMap/ns/name configured`. */
  readonly corrected: readonly string[];
  readonly problems: readonly string[];
}

/** Creates what was removed and undoes what was changed. */
export async function correctDrift(
  drifts: readonly Drift[],
  {
    client,
    fieldManager,
    signal,
  }: { readonly client: KubeClient; readonly fieldManager: string; readonly signal: AbortSignal },
): Promise<Correction> {
  const corrected: string[] = [];
  const problems: string[] = [];
  const attempt = async (object: KubeObject, what: [string, string], run: () => Promise<unknown>): Promise<void> => {
    const subject = renderObjectName(keyOf(object));
    try {
      await run();
      corrected.push(`${subject} ${what[0]}`);
    } catch (error) {
      signal.throwIfAborted();
      problems.push(`${subject} ${what[1]} failure: ${textOf(error, object)}`);
    }
  };
  for (const { desired } of sorted(drifts, 'removed')) {
    await attempt(desired, ['created', 'creation'], () => client.create(desired, { fieldManager }, signal));
  }
  for (const drift of sorted(drifts, 'changed')) {
    if (drift.kind !== 'changed') continue;
    const operations = drift.patch.map((operation): JsonObject => ({ ...operation }));
    await attempt(drift.desired, ['configured', 'patch'], () =>
      client.patch(keyOf(drift.desired), { type: 'json', operations }, { fieldManager }, signal),
    );
  }
  return { corrected, problems };
}

function sorted(drifts: readonly Drift[], kind: Drift['kind']): readonly Drift[] {
  return drifts
    .filter((drift) => drift.kind === kind)
    .toSorted((a, b) => compareApplyOrder(keyOf(a.desired), keyOf(b.desired)));
}

/** What the server says of a Secret may quote it, but for its last part. */
function textOf(error: unknown, { kind }: KubeObject): string {
  const text = error instanceof Error ? error.message : String(error);
  if (kind !== 'Secret' || !isApiError(error, 'Invalid')) return text;
  return text.slice(text.lastIndexOf(':') + 1).trim();
}
