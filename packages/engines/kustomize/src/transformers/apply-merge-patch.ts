import { strategicMerge } from '../merge/strategic-merge.js';
import { setField } from '../node/fields.js';
import { scalarNode } from '../node/yaml-node.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { apiVersionOf, splitApiVersion } from '../resource/gvk.js';
import { takeMetadata } from '../resource/merge-metadata.js';
import { metadataText, setMetadataText, setNamespace } from '../resource/metadata-fields.js';
import {
  copyResource,
  deleteResource,
  isEnabled,
  isPresent,
  type Resource,
  storePreviousId,
} from '../resource/resource.js';
import { apiVersionText, kindText } from '../resource/type-fields.js';

/**
 * Merges a patch into an object. Kind and name stay as they are unless the patch may change them, the namespace in any case.
 * The parts of the patch become parts of the object: a patch can be applied once.
 */
export function applyMergePatch(resource: Resource, patch: Resource): void {
  const { node } = resource;
  const name = metadataText(node, 'name');
  const namespace = metadataText(node, 'namespace');
  const kind = kindText(node);
  const mayRename = isEnabled(patch, buildAnnotation.allowNameChange);
  const mayChangeKind = isEnabled(patch, buildAnnotation.allowKindChange);
  if (mayRename || mayChangeKind) storePreviousId(resource);
  // A patch that replaces the object as a whole has no effect: kustomize looks only at what was changed in place.
  if (strategicMerge(node, patch.node, resource.schema) === undefined) deleteResource(resource);
  if (!isPresent(resource)) return;
  if (!mayChangeKind) setField(resource.node, 'kind', scalarNode(kind));
  if (!mayRename) setMetadataText(resource.node, 'name', name);
  setNamespace(resource.node, namespace);
}

/** A patch made ready for one of several objects: a copy that has the object's version, and plain texts for metadata. */
export function patchFor(resource: Resource, patch: Resource): Resource {
  const copy = copyResource(patch);
  takeMetadata(copy, patch);
  const [group, version] = splitApiVersion(apiVersionText(resource.view));
  setField(copy.node, 'kind', scalarNode(kindText(patch.view)));
  setField(copy.node, 'apiVersion', scalarNode(apiVersionOf({ group, version, kind: '' })));
  return copy;
}
