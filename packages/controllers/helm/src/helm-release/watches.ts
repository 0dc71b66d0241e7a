import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import type { ControllerScope, ObjectChange, ReconcileKey, WatchRule } from '@gotk/controller-runtime';
import type { HelmRelease } from '@gotk/flux-types';
import { compileReadyExpression } from '../dependencies/compile-ready-expression.js';
import { dependenciesOf } from '../dependencies/dependencies-of.js';
import type { Deps } from '../deps.js';
import { HELM_RELEASE } from '../group.js';
import { digestOfRevision } from './steps/mark-chart-version.js';
import { isReadyDependency } from './steps/require-dependencies.js';
import { artifactOf, sourceApiVersion, sourceKeyOf } from './steps/resolve-source.js';

/** By what HelmReleases are found when something they read changes. */
export const indexes = {
  source: (object: HelmRelease): readonly string[] => {
    const { kind, namespace, name } = sourceKeyOf(object);
    return [`${kind}/${namespace}/${name}`];
  },
  config: (object: HelmRelease): readonly string[] =>
    configReferences(object).map(({ kind, name }) => `${kind}/${object.metadata.namespace}/${name}`),
};

/** What wakes HelmReleases: a new chart, a labelled ConfigMap or Secret they use, a dependency they wait for. */
export function watchRules(
  deps: Deps,
  { scope, configSelector }: { readonly scope: ControllerScope<HelmRelease>; readonly configSelector: string },
): readonly WatchRule[] {
  const sources = ['HelmChart', 'OCIRepository', ...(deps.gates.ExternalArtifact ? ['ExternalArtifact'] : [])];
  const configs = deps.gates.DisableConfigWatchers ? [] : ['ConfigMap', 'Secret'];
  return [
    ...sources.map((kind) => sourceRule(kind, scope)),
    ...configs.map((kind) => configRule(kind, scope, configSelector)),
    dependencyRule(deps, scope),
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
        .map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name ?? '' }));
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

/** A labelled ConfigMap or Secret that they read has changed. */
function configRule(kind: string, { objects }: ControllerScope<HelmRelease>, configSelector: string): WatchRule {
  return {
    kind: { apiVersion: 'v1', kind },
    labelSelector: configSelector,
    as: 'metadata',
    preempts: true,
    keysFor: ({ object, deleted }) => {
      if (deleted) return [];
      const { namespace, name } = object.metadata;
      return objects
        .byIndex('config', `${kind}/${namespace}/${name}`)
        .map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name ?? '' }));
    },
  };
}

function configReferences({ spec }: HelmRelease): readonly { readonly kind: string; readonly name: string }[] {
  const { secretRef, configMapRef } = spec.kubeConfig ?? {};
  return [
    ...(secretRef === undefined ? [] : [{ kind: 'Secret', name: secretRef.name }]),
    ...(configMapRef === undefined ? [] : [{ kind: 'ConfigMap', name: configMapRef.name }]),
    ...(spec.valuesFrom ?? []).map(({ kind, name }) => ({ kind, name })),
  ];
}

/** A dependency that somebody waits for has become what that one waits for. */
function dependencyRule(deps: Deps, { objects }: ControllerScope<HelmRelease>): WatchRule {
  return {
    id: 'dependencies',
    kind: HELM_RELEASE,
    keysFor: ({ object, deleted }) => {
      const { namespace = '', name = '' } = object.metadata;
      if (deleted) return [];
      return deps.waiting.of({ namespace, name }).filter((key) => isSatisfied(key, object as HelmRelease));
    },
  };

  function isSatisfied(key: ReconcileKey, dependency: HelmRelease): boolean {
    const dependent = objects.get(key);
    const reference = dependent === undefined ? undefined : referenceTo(dependency, dependent);
    if (dependent === undefined || reference === undefined) return false;
    if (reference.readyExpr !== undefined && !deps.gates.AdditiveCELDependencyCheck) {
      return isReadyByExpression(reference.readyExpr, dependent, dependency);
    }
    return isReadyDependency(dependency);
  }
}

function referenceTo({ metadata }: HelmRelease, dependent: HelmRelease) {
  return dependenciesOf(dependent).find(
    ({ namespace, name }) => namespace === metadata.namespace && name === metadata.name,
  );
}

function isReadyByExpression(expression: string, dependent: HelmRelease, dependency: HelmRelease): boolean {
  try {
    return compileReadyExpression(expression)(dependent, dependency);
  } catch {
    return false;
  }
}
