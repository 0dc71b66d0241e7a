import {
  ApplyError,
  type ApplyMemory,
  applyObjects,
  type Change,
  type DisplacedManager,
  isChanged,
  type MetadataSelector,
  renderChange,
  renderChanges,
  type StatusOf,
} from '@gotk/apply';
import type { ReconcileContext } from '@gotk/controller-runtime';
import type { Kustomization } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import type { KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { type KubeObject, renderObjectName } from '@gotk/objects';
import type { Manifests } from '../../build/build-manifests.js';
import type { Deps } from '../../deps.js';
import { GROUP, ownerLabels } from '../../group.js';

/** What is applied, and as whom. */
export interface ApplyInput {
  readonly manifests: Manifests;
  readonly client: KubeClient;
  readonly memory: ApplyMemory;
  readonly statusOf: StatusOf;
}

/** Labels and annotations by which objects are not applied. */
const SKIPPED: MetadataSelector = [
  [`${GROUP}/reconcile`, 'disabled'],
  [`${GROUP}/ssa`, 'Ignore'],
];

/**
 * Applies the manifests in stages and tells what has changed.
 * @throws LocatedError with Flux's text: the failure, and on further lines what had been changed before it.
 */
export async function applyManifests(
  deps: Deps,
  context: ReconcileContext<Kustomization>,
  { manifests, client, memory, statusOf }: ApplyInput,
): Promise<readonly Change[]> {
  const { spec } = context.object;
  const objects = manifests.objects.map((object) => markObject(object, context));
  try {
    const changes = await applyObjects(
      objects,
      {
        client,
        memory,
        statusOf,
        fieldManager: deps.controllerName,
        force: spec.force ?? false,
        forceSelector: [[`${GROUP}/force`, 'enabled']],
        exclusions: SKIPPED,
        ifNotPresent: [[`${GROUP}/ssa`, 'IfNotPresent']],
        cleanup: { annotations: OLD_ANNOTATIONS, labels: OLD_LABELS, managers: displacedManagers(deps) },
        cleanupExclusions: [[`${GROUP}/ssa`, 'Merge']],
        ignore: spec.ignore ?? [],
        customStageKinds: deps.customApplyStageKinds,
        concurrency: deps.concurrentSsa,
        migratesApiVersion: deps.gates.MigrateAPIVersion,
        locate: (object) => manifests.locate(object),
      },
      context.signal,
    );
    tellApplied(context, changes, deps.gates.GroupChangeLog);
    return changes;
  } catch (error) {
    context.signal.throwIfAborted();
    throw withChanges(error);
  }
}

/** Leftovers of earlier tools, which go when an object is applied. */
const OLD_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  `${GROUP}/checksum`,
  'fluxcd.io/sync-checksum',
];
const OLD_LABELS = ['fluxcd.io/sync-gc-mark'];

/** The managers whose fields are taken over or undone. */
export function displacedManagers({
  controllerName,
  overrideManagers,
}: Pick<Deps, 'controllerName' | 'overrideManagers'>): readonly DisplacedManager[] {
  return [
    { name: 'kubectl', operation: 'Apply' },
    { name: 'kubectl', operation: 'Update' },
    { name: 'before-first-apply', operation: 'Update' },
    { name: controllerName, operation: 'Update' },
    ...overrideManagers.flatMap((name): readonly DisplacedManager[] => [
      { name, operation: 'Apply' },
      { name, operation: 'Update' },
    ]),
  ];
}

/** The object with its owner's labels and the common metadata. */
function markObject(object: KubeObject, { key, object: owner }: ReconcileContext<Kustomization>): KubeObject {
  const { labels, annotations } = owner.spec.commonMetadata ?? {};
  const { metadata } = object;
  const allAnnotations = { ...metadata.annotations, ...annotations };
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...ownerLabels(key), ...labels },
      ...(Object.keys(allAnnotations).length === 0 ? {} : { annotations: allAnnotations }),
    },
  };
}

function tellApplied(context: ReconcileContext<Kustomization>, changes: readonly Change[], isGrouped: boolean): void {
  if (changes.length === 0) return;
  const output = isGrouped ? groupByAction(changes) : actionByName(changes);
  context.log.info('server-side apply completed', { output });
  if (changes.some(isChanged)) context.event({ severity: 'info', message: renderChanges(changes) });
}

function actionByName(changes: readonly Change[]): JsonObject {
  return Object.fromEntries(changes.map(({ key, action }) => [renderObjectName(key), action]));
}

/** With few keys, for stores of logs that keep an index by key. */
function groupByAction(changes: readonly Change[]): JsonObject {
  const grouped: Record<string, string[]> = {};
  for (const { key, action } of changes) {
    grouped[action] ??= [];
    grouped[action].push(renderObjectName(key));
  }
  return grouped;
}

/** The failure with the lines of what had been changed before it. */
function withChanges(error: unknown): LocatedError {
  const text = error instanceof Error ? error.message : String(error);
  const changes = error instanceof ApplyError ? error.changes.filter(isChanged) : [];
  const isRefused = error instanceof ApplyError && error.code === 'sops-encrypted';
  const lines = isRefused ? '' : `\n${changes.map((change) => `${renderChange(change)}\n`).join('')}`;
  return new LocatedError({
    code: error instanceof LocatedError ? error.code : 'apply-failed',
    message: `${text}${lines}`,
    at: error instanceof LocatedError ? error.at : undefined,
    hint: error instanceof LocatedError ? error.hint : undefined,
    cause: error,
  });
}
