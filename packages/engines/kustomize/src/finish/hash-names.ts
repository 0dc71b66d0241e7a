import { kustomizeHash } from '@gotk/digest';
import type { JsonValue } from '@gotk/json';
import { field } from '../node/fields.js';
import { lookupPath } from '../node/lookup-path.js';
import { nodeValue } from '../node/node-value.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { metadataText, setMetadataText } from '../resource/metadata-fields.js';
import { isEnabled, type Resource, storePreviousId } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';
import { kindText } from '../resource/type-fields.js';

/** Appends a hash of their content to the names of generated objects, so that a changed content is another object. */
export function hashNames(list: ResourceList): void {
  const generated = list.all.filter(needsHash);
  for (const resource of generated) appendHash(resource);
  if (generated.length > 0) list.forgetIds();
}

function needsHash(resource: Resource): boolean {
  return resource.snapshot?.identity.needsHash ?? isEnabled(resource, buildAnnotation.needsHashSuffix);
}

/** Of the content, only these fields count. */
const HASHED_FIELDS: readonly string[] = ['type', 'data', 'binaryData', 'stringData'];

function appendHash(resource: Resource): void {
  const { node } = resource;
  const content: Record<string, JsonValue> = {
    kind: kindText(node),
    metadata: { name: lookupPath(node, ['metadata', 'name'])?.value ?? '' },
  };
  for (const name of HASHED_FIELDS) {
    const value = field(node, name);
    if (value !== undefined) content[name] = value.kind === 'scalar' ? value.value : (nodeValue(value) as JsonValue);
  }
  const hash = kustomizeHash(content);
  storePreviousId(resource);
  setMetadataText(node, 'name', `${metadataText(node, 'name')}-${hash}`);
}
