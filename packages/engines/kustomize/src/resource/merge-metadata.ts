import { BUILD_ANNOTATIONS, buildAnnotation } from './build-annotations.js';
import {
  metadataText,
  readTextMap,
  setMetadataText,
  setNamespace,
  type TextMap,
  writeTextMap,
} from './metadata-fields.js';
import type { Resource } from './resource.js';

/**
 * Gives `resource` the metadata of `other`: its name and namespace, and its labels and annotations beside those that the
 * resource has itself. What the build has noted comes from `other` alone.
 */
export function takeMetadata(resource: Resource, other: Resource): void {
  const labels = new Map([...readTextMap(other.node, 'labels'), ...readTextMap(resource.node, 'labels')]);
  writeTextMap(resource.node, 'labels', labels);
  const own = readTextMap(resource.node, 'annotations');
  const annotations = mergeAnnotations(readTextMap(other.node, 'annotations'), own);
  if (!own.has(buildAnnotation.needsHashSuffix)) annotations.delete(buildAnnotation.needsHashSuffix);
  writeTextMap(resource.node, 'annotations', annotations);
  setMetadataText(resource.node, 'name', metadataText(other.node, 'name'));
  setNamespace(resource.node, metadataText(other.node, 'namespace'));
  resource.varNames = [...other.varNames];
}

function mergeAnnotations(base: TextMap, own: TextMap): TextMap {
  const merged: TextMap = new Map([...base, ...own]);
  for (const name of BUILD_ANNOTATIONS) {
    const value = base.get(name);
    if (value === undefined) merged.delete(name);
    else merged.set(name, value);
  }
  return merged;
}
