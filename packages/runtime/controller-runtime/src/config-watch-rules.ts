import type { WakeUp, WatchRule } from './controller.js';

/** Flux's default of `--watch-configs-label-selector`. */
export const WATCHED_CONFIGS = 'reconcile.fluxcd.io/watch=Enabled';

/** A ConfigMap or Secret that an object reads. */
export interface ConfigReference {
  readonly kind: string;
  readonly name: string;
}

/** What an index of the configs that objects read files one under. */
export function configIndexValue({ kind, name }: ConfigReference, namespace: string | undefined): string {
  return `${kind}/${namespace}/${name}`;
}

export interface ConfigWatchRulesOptions {
  /** Only labelled ConfigMaps and Secrets are watched. Default {@link WATCHED_CONFIGS}. */
  readonly labelSelector?: string | undefined;
  /** The objects that read one, in the order in which they are to be reconciled; `value` is of {@link configIndexValue}. */
  readonly readersOf: (value: string) => readonly WakeUp[];
}

/** Rules that wake, without delay, the objects that read a labelled ConfigMap or Secret when it is made or changed. */
export function configWatchRules({
  labelSelector = WATCHED_CONFIGS,
  readersOf,
}: ConfigWatchRulesOptions): readonly WatchRule[] {
  return ['ConfigMap', 'Secret'].map((kind) => ({
    kind: { apiVersion: 'v1', kind },
    labelSelector,
    as: 'metadata',
    preempts: true,
    keysFor: ({ object: { metadata }, deleted }) =>
      deleted ? [] : readersOf(configIndexValue({ kind, name: metadata.name ?? '' }, metadata.namespace)),
  }));
}
