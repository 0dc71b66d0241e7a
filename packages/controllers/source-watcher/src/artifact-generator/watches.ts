import { hasConditionStatus, parseConditions } from '@gotk/conditions';
import type { ControllerScope, ObjectChange, ReconcileKey, WatchRule } from '@gotk/controller-runtime';
import { type ArtifactGenerator, artifactOf } from '@gotk/flux-types';
import { jsonEqual } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { CONTROLLER_NAME, EXTERNAL_ARTIFACT, GENERATOR_LABEL, SOURCE_KINDS } from './kinds.js';

type Scope = ControllerScope<ArtifactGenerator>;

/** By what generators are found when something they read or made changes. */
export const generatorIndexes = {
  source: ({ spec, metadata }: ArtifactGenerator): readonly string[] =>
    spec.sources.map(({ kind, namespace, name }) => `${kind}/${namespace || metadata.namespace}/${name}`),
  uid: ({ metadata }: ArtifactGenerator): readonly string[] => [metadata.uid ?? ''],
};

/** What wakes generators: another revision of a source, and whatever others do to what they made. */
export function generatorWatches(scope: Scope): readonly WatchRule[] {
  return [
    ...SOURCE_KINDS.map((kind) => ({
      kind: { ...EXTERNAL_ARTIFACT, kind },
      id: 'source',
      keysFor: (change: ObjectChange) => readersOf(scope, kind, change),
    })),
    {
      kind: EXTERNAL_ARTIFACT,
      id: 'made',
      labelSelector: `app.kubernetes.io/managed-by=${CONTROLLER_NAME}`,
      keysFor: (change) => makersOf(scope, change),
    },
  ];
}

function readersOf({ objects }: Scope, kind: string, { object, old, deleted }: ObjectChange): readonly ReconcileKey[] {
  const artifact = artifactOf(object);
  const before = old === undefined ? undefined : artifactOf(old);
  if (deleted || artifact === undefined || artifact.revision === before?.revision) return [];
  const { namespace, name } = object.metadata;
  return objects.byIndex('source', `${kind}/${namespace}/${name}`).map(keyOf);
}

/** What a generator does itself happens while it is not ready. */
function makersOf({ objects }: Scope, { object, old, deleted }: ObjectChange): readonly ReconcileKey[] {
  if (old === undefined || !(deleted || isChanged(object, old))) return [];
  const uid = old.metadata.labels?.[GENERATOR_LABEL] ?? '';
  return objects.byIndex('uid', uid).filter(isReady).map(keyOf);
}

function isChanged(object: KubeObject, old: KubeObject): boolean {
  return (
    artifactOf(object)?.digest !== artifactOf(old)?.digest ||
    !jsonEqual(fieldOf(object, 'spec'), fieldOf(old, 'spec')) ||
    object.metadata.labels?.[GENERATOR_LABEL] !== old.metadata.labels?.[GENERATOR_LABEL]
  );
}

function isReady(object: KubeObject): boolean {
  return hasConditionStatus(parseConditions(object), { type: 'Ready', status: 'True' });
}

function keyOf({ metadata: { namespace = '', name = '' } }: KubeObject): ReconcileKey {
  return { namespace, name };
}
