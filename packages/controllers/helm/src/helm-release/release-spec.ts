import { createHash } from 'node:crypto';
import { parseDurationMs } from '@gotk/duration';
import type { HelmRelease } from '@gotk/flux-types';
import type { WaitStrategy } from '../actions/action-context.js';
import type { FeatureGates } from '../feature-gates.js';

const DEFAULT_TIMEOUT_MS = 300_000;
const DEFAULT_RETRY_INTERVAL_MS = 300_000;
const DEFAULT_MAX_HISTORY = 5;
const MAX_NAME_LENGTH = 53;
const SHORT_HASH_LENGTH = 12;

/** The actions that have options of their own. */
export type ConfiguredAction = 'install' | 'upgrade' | 'rollback' | 'uninstall' | 'test';

/** Time between successful reconciliations. */
export function intervalMs({ spec }: HelmRelease): number {
  return parseDurationMs(spec.interval);
}

/** Limit of one action: its own, else the release's; 5 minutes where nothing is said. */
export function timeoutMs({ spec }: HelmRelease, action?: ConfiguredAction): number {
  const own = action === undefined ? undefined : spec[action]?.timeout;
  const text = own ?? spec.timeout;
  return text === undefined ? DEFAULT_TIMEOUT_MS : parseDurationMs(text);
}

/** The name that was asked for, however long. */
export function releaseNameOf({ metadata, spec }: HelmRelease): string {
  const { releaseName = '', targetNamespace = '' } = spec;
  if (releaseName !== '') return releaseName;
  const name = metadata.name ?? '';
  return targetNamespace === '' ? name : `${targetNamespace}-${name}`;
}

/** The name of the release: where it is too long, its beginning and a part of its hash. */
export function shortReleaseNameOf(object: HelmRelease): string {
  const name = releaseNameOf(object);
  if (name.length <= MAX_NAME_LENGTH) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, SHORT_HASH_LENGTH);
  return `${name.slice(0, MAX_NAME_LENGTH - SHORT_HASH_LENGTH - 1)}-${hash}`;
}

/** Namespace of the objects of the release. */
export function releaseNamespaceOf({ metadata, spec }: HelmRelease): string {
  return spec.targetNamespace || (metadata.namespace ?? '');
}

/** Namespace of the history of the release. */
export function storageNamespaceOf({ metadata, spec }: HelmRelease): string {
  return spec.storageNamespace || (metadata.namespace ?? '');
}

/** Revisions that Helm keeps; 0: all. */
export function maxHistoryOf({ spec }: HelmRelease): number {
  return spec.maxHistory ?? DEFAULT_MAX_HISTORY;
}

/** What an action waits for. */
export function waitStrategyOf(
  { spec }: HelmRelease,
  action: Exclude<ConfiguredAction, 'test'>,
  gates: FeatureGates,
): WaitStrategy {
  if (spec[action]?.disableWait === true) return 'hookOnly';
  return spec.waitStrategy?.name ?? (gates.UseHelm3Defaults ? 'legacy' : 'poller');
}

/** After how long a failed action is retried instead of remediated; `undefined` where it is remediated. */
export function retryIntervalMs(
  { spec }: HelmRelease,
  action: 'install' | 'upgrade',
  gates: FeatureGates,
): number | undefined {
  const strategy = spec[action]?.strategy;
  if (strategy === undefined) return gates.DefaultToRetryOnFailure ? DEFAULT_RETRY_INTERVAL_MS : undefined;
  if (strategy.name !== 'RetryOnFailure') return undefined;
  return strategy.retryInterval === undefined ? DEFAULT_RETRY_INTERVAL_MS : parseDurationMs(strategy.retryInterval);
}

/** What is done about failures of an action. */
export interface Remediation {
  readonly action: 'install' | 'upgrade';
  /** Negative: without end. */
  readonly retries: number;
  readonly strategy: 'rollback' | 'uninstall';
  readonly ignoreTestFailures: boolean;
  readonly remediatesLastFailure: boolean;
}

/** The remediation of an action, with Flux's defaults. */
export function remediationOf({ spec }: HelmRelease, action: 'install' | 'upgrade'): Remediation {
  const { retries = 0, ...given } = spec[action]?.remediation ?? {};
  const strategy = action === 'install' ? 'uninstall' : (spec.upgrade?.remediation?.strategy ?? 'rollback');
  return {
    action,
    retries,
    strategy,
    ignoreTestFailures: given.ignoreTestFailures ?? spec.test?.ignoreFailures ?? false,
    remediatesLastFailure: given.remediateLastFailure ?? (action === 'upgrade' && retries > 0),
  };
}

/** Whether no retries are left after so many failures. */
export function areRetriesExhausted({ retries }: Remediation, failures: number): boolean {
  return retries >= 0 && failures > retries;
}

/** Whether changes in the cluster are looked for. */
export function detectsDrift({ spec }: HelmRelease): boolean {
  const mode = spec.driftDetection?.mode;
  return mode === 'enabled' || mode === 'warn';
}
