import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import {
  type ConfigReference,
  type ControllerScope,
  configIndexValue,
  configWatchRules,
  type ObjectChange,
  reconcileKeyOf,
  type WatchRule,
} from '@gotk/controller-runtime';
import { artifactOf, type HelmRelease, sourceApiVersion } from '@gotk/flux-types';
import { dependencyProblem } from '../dependencies/dependency-problem.js';
import type { Deps } from '../deps.js';
import { digestOfRevision } from './steps/mark-chart-version.js';
import { sourceKeyOf } from './steps/resolve-source.js';

/** By what HelmReleases are found when something they read changes. */
export const indexes = {
  source: (object: HelmRelease): readonly string[] => {
    const { kind, namespace, name } = sourceKeyOf(object);
    return [`${kind}/${namespace}/${name}`];
  },
  config: (object: HelmRelease): readonly string[] =>
    configReferences(object).map((reference) => configIndexValue(reference, object.metadata.namespace)),
};

/** What wakes HelmReleases: a new chart, a labelled ConfigMap or Secret they use, a dependency they wait for. */
export function watchRules(
  deps: Deps,
  scope: ControllerScope<HelmRelease>,
  configSelector?: string,
): readonly WatchRule[] {
  const sources = ['HelmChart', 'OCIRepository', ...(deps.gates.ExternalArtifact ? ['ExternalArtifact'] : [])];
  const readersOf = (value: string) => scope.objects.byIndex('config', value).map(reconcileKeyOf);
  return [
    ...sources.map((kind) => sourceRule(kind, scope)),
    ...(deps.gates.DisableConfigWatchers ? [] : configWatchRules({ labelSelector: configSelector, readersOf })),
    deps.dependencies.watchRule(scope, (_dependent, dependency) => dependencyProblem(dependency) === undefined),
  ];
}

/** A source has another artifact or has become ready, and they have neither released that nor are about to. */
function sourceRule(kind: string, { objects }: ControllerScope<HelmRelease>): WatchRule {
  return {
    kind: { apiVersion: sourceApiVersion(kind), kind },
    preempts: true,
    keysFor: (change) => {
      const revision = artifactOf(change.object)?.revision;
      if (change.deleted || revision === undefined || !isNews(change, revision)) return [];
      const { namespace, name } = change.object.metadata;
      return objects
        .byIndex('source', `${kind}/${namespace}/${name}`)
        .filter((dependent) => !hasAttempted(dependent, kind, revision))
        .map(reconcileKeyOf);
    },
  };
}

function isNews({ object, old }: ObjectChange, revision: string): boolean {
  if (old === undefined || artifactOf(old)?.revision !== revision) return true;
  const [before, after] = [old, object].map((each) =>
    hasConditionStatus(parseConditions(each), { type: 'Ready', status: 'True' }),
  );
  return before === false && after === true;
}

function hasAttempted(object: HelmRelease, kind: string, revision: string): boolean {
  const conditions = parseConditions(object);
  const isAtWork = ['Ready', 'Reconciling'].some((type) => hasConditionStatus(conditions, { type, status: 'True' }));
  if (!isAtWork) return false;
  const { lastAttemptedRevision, lastAttemptedRevisionDigest } = object.status ?? {};
  const isSameDigest = digestOfRevision(revision) === lastAttemptedRevisionDigest;
  switch (kind) {
    case 'HelmChart':
      return revision === lastAttemptedRevision;
    case 'OCIRepository':
      return isSameDigest;
    default:
      return revision === lastAttemptedRevision || isSameDigest;
  }
}

function configReferences({ spec }: HelmRelease): readonly ConfigReference[] {
  const { secretRef, configMapRef } = spec.kubeConfig ?? {};
  return [
    ...(secretRef === undefined ? [] : [{ kind: 'Secret', name: secretRef.name }]),
    ...(configMapRef === undefined ? [] : [{ kind: 'ConfigMap', name: configMapRef.name }]),
    ...(spec.valuesFrom ?? []).map(({ kind, name }) => ({ kind, name })),
  ];
}
