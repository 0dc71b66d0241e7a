import type { KubeObject } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { internalError } from '../../errors/api-errors.js';
import type { ScalePaths } from '../../registry/resource-definition.js';
import { valueAt } from '../dotted-path.js';

/** A Scale under way. */
export interface ScaleDraft extends DraftObject {
  spec: { replicas?: number };
  status: { replicas: number; selector?: string };
}

/** The Scale that an object of a scalable kind shows. @throws ApiError when a number of replicas is none. */
export function scaleOf(object: KubeObject, paths: ScalePaths): ScaleDraft {
  const { name = '', namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.selectorOf?.(object) ?? '';
  const replicas = numberAt(object, paths.specReplicas);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: replicas === undefined || replicas === 0 ? {} : { replicas },
    status: { replicas: numberAt(object, paths.statusReplicas) ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}

/** The number of replicas that an object wants; `undefined` when it does not say. */
export function wantedReplicas(object: KubeObject, { specReplicas }: ScalePaths): number | undefined {
  return numberAt(object, specReplicas);
}

function numberAt(object: KubeObject, path: string): number | undefined {
  const value = valueAt(object, path);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return value;
  throw internalError(
    `${path} accessor error: ${JSON.stringify(value)} is of the type ${typeof value}, expected int64`,
  );
}
