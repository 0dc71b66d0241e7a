import { type SummaryRule, summarizeConditions } from '@gotk/conditions';
import type { Conclusion, StatusDraft, StoryEvent } from '@gotk/controller-runtime';
import { SourceFailure } from './source-failure.js';

/** Condition types of a kind of source, and how they sum up. */
export interface SourceConditions {
  /** What Ready is made of, the most telling first. */
  readonly summary: SummaryRule;
  /** Written by the controller alone. */
  readonly owned: readonly string[];
}

/** Conditions whose `True` is good news. */
const POSITIVE = ['ArtifactInStorage', 'SourceVerified'];

/** Of GitRepositories. */
export const GIT_REPOSITORY_CONDITIONS = sourceConditions([
  'StorageOperationFailed',
  'FetchFailed',
  'IncludeUnavailable',
  'ArtifactOutdated',
  'ArtifactInStorage',
  'SourceVerified',
  'Stalled',
  'Reconciling',
]);

/** Of OCIRepositories. */
export const OCI_REPOSITORY_CONDITIONS = sourceConditions([
  'StorageOperationFailed',
  'FetchFailed',
  'ArtifactOutdated',
  'ArtifactInStorage',
  'SourceVerified',
  'Stalled',
  'Reconciling',
]);

/** Of HelmRepositories. */
export const HELM_REPOSITORY_CONDITIONS = sourceConditions([
  'StorageOperationFailed',
  'FetchFailed',
  'ArtifactOutdated',
  'ArtifactInStorage',
  'Stalled',
  'Reconciling',
]);

/** Of HelmCharts. */
export const HELM_CHART_CONDITIONS = sourceConditions([
  'StorageOperationFailed',
  'FetchFailed',
  'BuildFailed',
  'ArtifactOutdated',
  'ArtifactInStorage',
  'SourceVerified',
  'Stalled',
  'Reconciling',
]);

/** Of Buckets. */
export const BUCKET_CONDITIONS = sourceConditions([
  'StorageOperationFailed',
  'FetchFailed',
  'ArtifactOutdated',
  'ArtifactInStorage',
  'Stalled',
  'Reconciling',
]);

function sourceConditions(of: readonly string[]): SourceConditions {
  const negativePolarity = of.filter((type) => !POSITIVE.includes(type));
  return { summary: { target: 'Ready', of, negativePolarity }, owned: [...of, 'Ready'] };
}

/**
 * How stories of sources end: the condition of a failure, Reconciling and Stalled, the observed generation, and Ready
 * as the sum of all.
 *
 * A Reconciling that is left says ProgressingWithRetry; a failed verification speaks before everything else.
 */
export function concludeSource(conditions: SourceConditions): (conclusion: Conclusion) => readonly StoryEvent[] {
  return ({ object, status, outcome }) => {
    if (outcome.kind === 'finalized') return [];
    if (outcome.kind === 'halted') markFailure(status, outcome.halt, outcome.reason);
    if (outcome.kind === 'done') status.removeConditions('Reconciling');
    const stalled = outcome.kind === 'halted' && outcome.halt.kind === 'stalled';
    if (stalled) markStalled(status, { reason: outcome.reason, message: outcome.halt.message });
    else status.removeConditions('Stalled');
    const reconciling = status.condition('Reconciling');
    if (reconciling !== undefined) status.mark({ ...reconciling, reason: 'ProgressingWithRetry' });
    const observed = stalled || outcome.kind === 'done' || outcome.kind === 'suspended';
    if (observed && status.conditions.length > 0) status.update({ observedGeneration: object.metadata.generation });
    summarize(status, conditions);
    return [];
  };
}

function markFailure(status: StatusDraft, halt: Error, reason: string): void {
  if (!(halt instanceof SourceFailure) || halt.condition === undefined) return;
  const { condition: type, message } = halt;
  status.mark({ type, status: type === 'SourceVerified' ? 'False' : 'True', reason, message });
}

function markStalled(status: StatusDraft, told: { readonly reason: string; readonly message: string }): void {
  status.removeConditions('Reconciling');
  status.mark({ type: 'Stalled', status: 'True', ...told });
}

function summarize(status: StatusDraft, { summary }: SourceConditions): void {
  const ready = summarizeConditions(status.conditions, summary);
  if (ready !== undefined) status.mark(ready);
  const verified = status.condition('SourceVerified');
  if (verified?.status !== 'False') return;
  const { reason, message } = verified;
  status.mark({ type: 'Ready', status: 'False', reason, message });
}
