import type { JsonObject } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { templateOf } from './pod-template.js';
import { revisionData } from './template-hash/template-hash.js';
import {
  controlledBy,
  controllerReference,
  createObject,
  deleteObject,
  patchObject,
  type WorkloadContext,
} from './workload-context.js';

/** The templates that a StatefulSet or DaemonSet had, kept as ControllerRevisions. */
export interface RevisionNames {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Keeps the present template as a ControllerRevision, with the highest number; of old ones as many stay as the history is long. */
export async function keepRevision(
  context: WorkloadContext,
  owner: KubeObject,
  { name, labels }: RevisionNames,
  inUse: readonly (string | undefined)[] = [],
): Promise<void> {
  const all = [...controlledBy(context, 'ControllerRevision', owner)].sort((a, b) => numberOf(a) - numberOf(b));
  const present = all.find(({ metadata }) => metadata.name === name);
  const highest = Math.max(0, ...all.map(numberOf));
  if (present === undefined) await createObject(context, revision(owner, { name, labels, number: highest + 1 }));
  else if (numberOf(present) < highest) await patchObject(context, present, { revision: highest + 1 });
  const limit = Number(fieldOf(owner, 'spec', 'revisionHistoryLimit') ?? 10);
  const old = all.filter(({ metadata }) => metadata.name !== name && !inUse.includes(metadata.name));
  for (const each of old.slice(0, Math.max(0, old.length - limit))) await deleteObject(context, each);
}

/** The template that a revision keeps; `undefined` when there is no such revision. */
export function templateOfRevision(context: WorkloadContext, owner: KubeObject, name: string): JsonObject | undefined {
  const found = controlledBy(context, 'ControllerRevision', owner).find(({ metadata }) => metadata.name === name);
  const template = found === undefined ? undefined : fieldOf(found, 'data', 'spec', 'template');
  if (typeof template !== 'object' || template === null) return undefined;
  const { $patch: _patch, ...rest } = template as JsonObject;
  return rest;
}

function numberOf(revisionObject: KubeObject): number {
  return Number(fieldOf(revisionObject, 'revision') ?? 0);
}

function revision(
  owner: KubeObject,
  { name, labels, number }: RevisionNames & { readonly number: number },
): KubeObject {
  const { namespace, annotations } = owner.metadata;
  const template = templateOf(owner);
  const own = fieldOf(template, 'metadata', 'labels');
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...(typeof own === 'object' ? (own as Record<string, string>) : {}), ...labels },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    data: revisionData(template),
    revision: number,
  };
}
