import { buildError } from '../errors/build-error.js';
import type { BuildMemo } from '../memo/build-memo.js';
import { metadataProblem } from '../read/read-objects.js';
import { LOCAL_CONFIG_ANNOTATION } from '../resource/build-annotations.js';
import { annotation } from '../resource/metadata-fields.js';
import { isPresent, type Resource } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';

/**
 * Leaves out objects that are there for the build alone (`config.kubernetes.io/local-config`).
 * @throws LocatedError when an object has lost its kind or name on the way.
 */
export function dropLocalObjects(list: ResourceList, memo: BuildMemo | undefined): void {
  const key = memo?.keyOf('local objects');
  const kept = list.all.filter((resource) => isPresent(resource) && !resource.edit(key, () => isLocal(resource)));
  if (kept.length < list.all.length) list.reset(kept);
}

function isLocal(resource: Resource): boolean {
  const problem = metadataProblem(resource.view);
  if (problem !== undefined) throw buildError('kustomize-bad-object', problem, { at: resource.origin });
  const value = annotation(resource.view, LOCAL_CONFIG_ANNOTATION);
  return value !== undefined && value !== 'false';
}
