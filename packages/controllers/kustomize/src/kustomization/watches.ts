import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import type { ControllerScope, ReconcileKey, WatchRule } from '@gotk/controller-runtime';
import type { Kustomization } from '@gotk/flux-types';
import { compileReadyExpression } from '../dependencies/compile-ready-expression.js';
import { dependenciesOf } from '../dependencies/dependencies-of.js';
import { dependencyProblem } from '../dependencies/dependency-problem.js';
import { sortByDependencies } from '../dependencies/sort-by-dependencies.js';
import type { Deps } from '../deps.js';
import { KUSTOMIZATION } from '../group.js';
import { artifactOf, sourceApiVersion, sourceKey } from './steps/resolve-source.js';

/** By what Kustomizations are found when something they read changes. */
export const indexes = {
  source: (object: Kustomization): readonly string[] => {
    const { kind, namespace, name } = sourceKey(object);
    return [`${kind}/${namespace}/${name}`];
  },
  config: (object: Kustomization): readonly string[] =>
    configReferences(object).map(({ kind, name }) => `${kind}/${object.metadata.namespace}/${name}`),
};

/** What wakes Kustomizations: a source's new revision, a labelled ConfigMap or Secret they use, a dependency they wait for. */
export function watchRules(
  deps: Deps,
  { scope, configSelector }: { readonly scope: ControllerScope<Kustomization>; readonly configSelector: string },
): readonly WatchRule[] {
  const sources = [
    'GitRepository',
    'OCIRepository',
    'Bucket',
    ...(deps.gates.ExternalArtifact ? ['ExternalArtifact'] : []),
  ];
  const configs = deps.gates.DisableConfigWatchers ? [] : ['ConfigMap', 'Secret'];
  return [
    ...sources.map((kind) => sourceRule(kind, scope)),
    ...configs.map((kind) => configRule(kind, { scope, configSelector })),
    dependencyRule(deps, scope),
  ];
}

/** A source's revision has changed, and they have neither applied it nor are about to. */
function sourceRule(kind: string, { objects }: ControllerScope<Kustomization>): WatchRule {
  return {
    kind: { apiVersion: sourceApiVersion(kind), kind },
    preempts: true,
    keysFor: ({ object, old, deleted }) => {
      const revision = artifactOf(object)?.revision;
      const before = old === undefined ? undefined : artifactOf(old)?.revision;
      if (deleted || revision === undefined || revision === before) return [];
      const { namespace, name } = object.metadata;
      const dependents = objects.byIndex('source', `${kind}/${namespace}/${name}`);
      return sortByDependencies(dependents.filter((dependent) => !isAtRevision(dependent, revision)));
    },
  };
}

function isAtRevision(object: Kustomization, revision: string): boolean {
  const conditions = parseConditions(object);
  const isReady = hasConditionStatus(conditions, { type: 'Ready', status: 'True' });
  const isReconciling = hasConditionStatus(conditions, { type: 'Reconciling', status: 'True' });
  return (isReady || isReconciling) && object.status?.lastAttemptedRevision === revision;
}

/** A labelled ConfigMap or Secret that they read has changed. */
function configRule(
  kind: string,
  { scope, configSelector }: { readonly scope: ControllerScope<Kustomization>; readonly configSelector: string },
): WatchRule {
  return {
    kind: { apiVersion: 'v1', kind },
    labelSelector: configSelector,
    as: 'metadata',
    preempts: true,
    keysFor: ({ object, deleted }) => {
      if (deleted) return [];
      const { namespace, name } = object.metadata;
      return sortByDependencies(scope.objects.byIndex('config', `${kind}/${namespace}/${name}`));
    },
  };
}

function configReferences({ spec }: Kustomization): readonly { readonly kind: string; readonly name: string }[] {
  const secrets = [spec.decryption?.secretRef?.name, spec.kubeConfig?.secretRef?.name];
  const configMaps = [spec.kubeConfig?.configMapRef?.name];
  return [
    ...secrets.flatMap((name) => (name === undefined ? [] : [{ kind: 'Secret', name }])),
    ...configMaps.flatMap((name) => (name === undefined ? [] : [{ kind: 'ConfigMap', name }])),
    ...(spec.postBuild?.substituteFrom ?? []).map(({ kind, name }) => ({ kind, name })),
  ];
}

/** A dependency that somebody waits for has become what that one waits for. */
function dependencyRule(deps: Deps, { objects }: ControllerScope<Kustomization>): WatchRule {
  return {
    id: 'dependencies',
    kind: KUSTOMIZATION,
    keysFor: ({ object, deleted }) => {
      const { namespace = '', name = '' } = object.metadata;
      if (deleted) return [];
      return deps.waiting.of({ namespace, name }).filter((key) => isSatisfied(key, object as Kustomization));
    },
  };

  function isSatisfied(key: ReconcileKey, dependency: Kustomization): boolean {
    const dependent = objects.get(key);
    const reference = dependent === undefined ? undefined : referenceTo(dependency, dependent);
    if (dependent === undefined || reference === undefined) return false;
    if (reference.readyExpr !== undefined && !deps.gates.AdditiveCELDependencyCheck) {
      return isReadyByExpression(reference.readyExpr, dependent, dependency);
    }
    // Which revision the dependent is at is its own affair: it looks again itself.
    const revision = dependency.status?.lastAppliedRevision ?? '';
    return dependencyProblem({ dependent, dependency, revision }) === undefined;
  }
}

function referenceTo({ metadata }: Kustomization, dependent: Kustomization) {
  return dependenciesOf(dependent).find(
    ({ namespace, name }) => namespace === metadata.namespace && name === metadata.name,
  );
}

function isReadyByExpression(expression: string, dependent: Kustomization, dependency: Kustomization): boolean {
  try {
    return compileReadyExpression(expression)(dependent, dependency);
  } catch {
    return false;
  }
}
