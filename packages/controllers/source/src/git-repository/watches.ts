import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import type { ControllerScope, ReconcileKey, WatchRule } from '@gotk/controller-runtime';
import { artifactOf } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { GIT_REPOSITORY } from './git-repository-kind.js';
import type { GitRepository } from './parse-git-repository.js';

/** Wakes those that wait for an included repository as soon as it has an artifact. */
export function gitRepositoryWatches({ objects }: ControllerScope<GitRepository>): readonly WatchRule[] {
  return [
    {
      kind: GIT_REPOSITORY,
      keysFor: ({ object }) => (artifactOf(object) === undefined ? [] : waitingFor(object, objects.list())),
    },
  ];
}

function waitingFor(included: KubeObject, objects: readonly KubeObject[]): readonly ReconcileKey[] {
  const waiting = objects.filter((object) => includes(object, included) && isWaiting(object));
  return waiting.map(({ metadata: { namespace = '', name = '' } }) => ({ namespace, name }));
}

/** The objects of a scope are as the API shows them, not decoded. */
function includes(object: KubeObject, included: KubeObject): boolean {
  const entries = fieldOf(object, 'spec', 'include');
  return (
    object.metadata.namespace === included.metadata.namespace &&
    Array.isArray(entries) &&
    entries.some((entry) => fieldOf(entry, 'repository', 'name') === included.metadata.name)
  );
}

function isWaiting(object: KubeObject): boolean {
  return hasConditionStatus(parseConditions(object), { type: 'IncludeUnavailable', status: 'True' });
}
