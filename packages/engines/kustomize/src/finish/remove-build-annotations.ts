import { BUILD_ANNOTATIONS, ORIGIN_ANNOTATION, TRANSFORMATIONS_ANNOTATION } from '../resource/build-annotations.js';
import { readTextMap, writeTextMap } from '../resource/metadata-fields.js';
import type { Resource } from '../resource/resource.js';

/** Takes off what the build has noted at an object; annotations come out as texts, sorted, and an empty map not at all. */
export function removeBuildAnnotations({ node }: Resource, buildMetadata: readonly string[]): void {
  const keepsOrigin = buildMetadata.includes('originAnnotations');
  const keepsTransformations = buildMetadata.includes('transformerAnnotations');
  const annotations = readTextMap(node, 'annotations');
  if (annotations.size === 0 && keepsOrigin && keepsTransformations) return;
  for (const name of BUILD_ANNOTATIONS) annotations.delete(name);
  if (!keepsOrigin) annotations.delete(ORIGIN_ANNOTATION);
  if (!keepsTransformations) annotations.delete(TRANSFORMATIONS_ANNOTATION);
  writeTextMap(node, 'annotations', annotations);
}
