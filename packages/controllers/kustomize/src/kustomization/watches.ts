import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import {
  type ConfigReference,
  type ControllerScope,
  configIndexValue,
  configWatchRules,
  type WatchRule,
} from '@gotk/controller-runtime';
import { sortByDependencies } from '@gotk/dependencies';
import { artifactOf, type Kustomization, sourceApiVersion } from '@gotk/flux-types';
import { dependencyProblem } from '../dependencies/dependency-problem.js';
import type { Deps } from '../deps.js';
import { sourceKey } from './steps/resolve-source.js';

/** By what Kustomizations are found when something they read changes. */
export const indexes = {
  source: (object: Kustomization): readonly string[] => {
    const { kind, namespace, name } = sourceKey(object);
    return [`${kind}/${namespace}/${name}`];
  },
  config: (object: Kustomization): readonly string[] =>
    configReferences(object).map((reference) => configIndexValue(reference, object.metadata.namespace)),
};

/** What wakes Kustomizations: a source's new revision, a labelled ConfigMap or Secret they use, a dependency they wait for. */
export function watchRules(
  deps: Deps,
  scope: ControllerScope<Kustomization>,
  configSelector?: string,
): readonly WatchRule[] {
  const sources = [
    'GitRepository',
    'OCIRepository',
    'Bucket',
    ...(deps.gates.ExternalArtifact ? ['ExternalArtifact'] : []),
  ];
  const readersOf = (value: string) => sortByDependencies(scope.objects.byIndex('config', value));
  return [
    ...sources.map((kind) => sourceRule(kind, scope)),
    ...(deps.gates.DisableConfigWatchers ? [] : configWatchRules({ labelSelector: configSelector, readersOf })),
    // Which revision the dependent is at is its own affair: it looks again itself.
    deps.dependencies.watchRule(scope, (dependent, dependency) => {
      const revision = dependency.status?.lastAppliedRevision ?? '';
      return dependencyProblem({ dependent, dependency, revision }) === undefined;
    }),
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

function configReferences({ spec }: Kustomization): readonly ConfigReference[] {
  const secrets = [spec.decryption?.secretRef?.name, spec.kubeConfig?.secretRef?.name];
  const configMaps = [spec.kubeConfig?.configMapRef?.name];
  return [
    ...secrets.flatMap((name) => (name === undefined ? [] : [{ kind: 'Secret', name }])),
    ...configMaps.flatMap((name) => (name === undefined ? [] : [{ kind: 'ConfigMap', name }])),
    ...(spec.postBuild?.substituteFrom ?? []).map(({ kind, name }) => ({ kind, name })),
  ];
}
