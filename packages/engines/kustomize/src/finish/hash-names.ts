import { kustomizeHash } from '@gotk/digest';
import { isJsonObject } from '@gotk/json';
import { nodeValue } from '../node/node-value.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { metadataText, setMetadataText } from '../resource/metadata-fields.js';
import { isEnabled, type Resource, storePreviousId } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';

/** Appends a hash of their content to the names of generated objects, so that a changed content is another object. */
export function hashNames(list: ResourceList): void {
  const generated = list.all.filter((resource) => isEnabled(resource, buildAnnotation.needsHashSuffix));
  for (const resource of generated) appendHash(resource);
  if (generated.length > 0) list.forgetIds();
}

function appendHash(resource: Resource): void {
  const value = nodeValue(resource.node);
  if (!isJsonObject(value)) return;
  const hash = kustomizeHash(value);
  storePreviousId(resource);
  setMetadataText(resource.node, 'name', `${metadataText(resource.node, 'name')}-${hash}`);
}
