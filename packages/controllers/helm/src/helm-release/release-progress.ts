import type { Condition, ConditionState } from '@gotk/conditions';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { DigestAlgorithm } from '@gotk/digest';
import type { HelmRelease, HelmReleaseStatus } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { commonMetadataDigest, postRenderersDigest } from '../post-render/spec-digests.js';
import { type History, sortHistory } from '../snapshot/history.js';
import type { Snapshot } from '../snapshot/snapshot.js';

type Fields = Omit<HelmReleaseStatus, 'conditions' | 'history'>;

/** The status of a release while it is worked on: a typed view of the draft that the story persists. */
export class ReleaseProgress {
  /** Of the digests in the status. */
  readonly algorithm: DigestAlgorithm;
  readonly #context: ReconcileContext<HelmRelease>;

  constructor(context: ReconcileContext<HelmRelease>, algorithm: DigestAlgorithm) {
    this.#context = context;
    this.algorithm = algorithm;
  }

  get fields(): Fields {
    // Only this controller writes the status, and the CRD's schema vouches for its form.
    return this.#context.status.fields as Fields;
  }

  get history(): History {
    return sortHistory((this.#context.status.fields['history'] ?? []) as unknown as History);
  }

  set history(history: History) {
    const entries = history.map((snapshot) => JSON.parse(JSON.stringify(snapshot)) as JsonObject);
    this.#context.status.update({ history: entries.length === 0 ? undefined : entries });
  }

  get latest(): Snapshot | undefined {
    return this.history[0];
  }

  update(fields: { readonly [Name in keyof Fields]?: Fields[Name] | undefined }): void {
    const zeroless = Object.entries(fields).map(([name, value]) => [name, isEmpty(value) ? undefined : value]);
    this.#context.status.update(Object.fromEntries(zeroless) as JsonObject);
  }

  clearFailures(): void {
    this.update({ failures: 0, installFailures: 0, upgradeFailures: 0 });
  }

  countFailure(): void {
    this.update({ failures: (this.fields.failures ?? 0) + 1 });
  }

  /** Failures that a remediation counts. */
  failuresOf(action: 'install' | 'upgrade'): number {
    return (action === 'install' ? this.fields.installFailures : this.fields.upgradeFailures) ?? 0;
  }

  countFailureOf(action: 'install' | 'upgrade'): void {
    const count = this.failuresOf(action) + 1;
    this.update(action === 'install' ? { installFailures: count } : { upgradeFailures: count });
  }

  condition(type: string): Condition | undefined {
    return this.#context.status.condition(type);
  }

  isTrue(type: string): boolean {
    return this.condition(type)?.status === 'True';
  }

  mark(state: ConditionState): void {
    this.#context.status.mark(state);
  }

  /** Says that a reconciliation goes on, which takes Stalled away. */
  markReconciling(reason: 'Progressing' | 'ProgressingWithRetry', message: string): void {
    this.remove('Stalled');
    this.mark({ type: 'Reconciling', status: 'True', reason, message });
  }

  /** Says that only a person can help, which takes Reconciling away. */
  markStalled(reason: string, message: string): void {
    this.remove('Reconciling');
    this.mark({ type: 'Stalled', status: 'True', reason, message });
  }

  /** Takes a failure of an earlier step back, once that step has succeeded. */
  clearReady(...reasons: readonly string[]): void {
    const ready = this.condition('Ready');
    if (ready === undefined || !reasons.includes(ready.reason)) return;
    this.mark({ type: 'Ready', status: 'Unknown', reason: 'Progressing', message: 'reconciliation in progress' });
  }

  remove(...types: readonly string[]): void {
    this.#context.status.removeConditions(...types);
  }

  save(): Promise<void> {
    return this.#context.save();
  }

  /** Makes Ready of what was last said of the release, its remediation and its tests. */
  summarize(): void {
    const { spec } = this.#context.object;
    const testsCount = spec.test?.enable === true && spec.test.ignoreFailures !== true;
    if (spec.test?.enable !== true) this.remove('TestSuccess');
    const first = firstOf(this.#context.status.conditions, [
      'Remediated',
      ...(testsCount ? ['TestSuccess'] : []),
      'Released',
    ]);
    if (first !== undefined) {
      const status = first.type === 'Remediated' ? 'False' : first.status;
      if (status === 'True') this.remove('Stalled');
      this.mark({ type: 'Ready', status, reason: first.reason, message: first.message });
    }
    this.update({
      observedPostRenderersDigest: postRenderersDigest(spec.postRenderers, this.algorithm),
      observedCommonMetadataDigest: commonMetadataDigest(spec.commonMetadata, this.algorithm),
    });
  }
}

/** The condition that counts: the first in priority, but none that speaks of an older generation than the one before it. */
function firstOf(conditions: readonly Condition[], priority: readonly string[]): Condition | undefined {
  const sorted = conditions.filter(({ type }) => priority.includes(type));
  const comesFirst = (a: Condition, b: Condition): boolean =>
    (a.observedGeneration ?? 0) >= (b.observedGeneration ?? 0) && priority.indexOf(a.type) < priority.indexOf(b.type);
  // The relation is no order, so what comes first depends on how one sorts: by insertion, as Flux does.
  for (let end = 1; end < sorted.length; end++) {
    for (let index = end; index > 0; index--) {
      const [before, after] = [sorted[index - 1], sorted[index]];
      if (before === undefined || after === undefined || !comesFirst(after, before)) break;
      sorted[index - 1] = after;
      sorted[index] = before;
    }
  }
  return sorted[0];
}

/** Zeros and empty texts are not written. */
function isEmpty(value: unknown): boolean {
  return value === 0 || value === '';
}
