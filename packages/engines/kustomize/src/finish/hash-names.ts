import { kustomizeHash, kustomizeHashOfText } from '@gotk/digest';
import type { JsonValue } from '@gotk/json';
import { field } from '../node/fields.js';
import { lookupPath } from '../node/lookup-path.js';
import { nodeValue } from '../node/node-value.js';
import { NotesNeeded } from '../node/notes-needed.js';
import { renderGoNode } from '../node/render-go-node.js';
import { toDoubles } from '../node/to-doubles.js';
import type { YamlNode } from '../node/yaml-node.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { metadataText, setMetadataText } from '../resource/metadata-fields.js';
import { isEnabled, type Resource, storePreviousId } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';
import { kindText } from '../resource/type-fields.js';

/**
 * Appends a hash of their content to the names of generated objects, so that a changed content is another object.
 *
 * @param exact whether nodes have their notes.
 * @throws NotesNeeded when they are needed and not there.
 */
export function hashNames(list: ResourceList, exact: boolean): void {
  const generated = list.all.filter(needsHash);
  for (const resource of generated) appendHash(resource, exact);
  if (generated.length > 0) list.forgetIds();
}

function needsHash(resource: Resource): boolean {
  return resource.snapshot?.identity.needsHash ?? isEnabled(resource, buildAnnotation.needsHashSuffix);
}

/** Of the content, only these fields count. */
const HASHED_FIELDS: readonly string[] = ['type', 'data', 'binaryData', 'stringData'];

function appendHash(resource: Resource, exact: boolean): void {
  const { node } = resource;
  const kind = kindText(node);
  const hash = kind === 'ConfigMap' || kind === 'Secret' ? hashContent(node, kind) : hashNode(node, exact);
  storePreviousId(resource);
  setMetadataText(node, 'name', `${metadataText(node, 'name')}-${hash}`);
}

/** What a patch has made something else of: kustomize then hashes the nodes themselves. */
function hashNode(node: YamlNode, exact: boolean): string {
  if (!exact) throw new NotesNeeded('needs the places of nodes');
  return kustomizeHashOfText(renderGoNode(node));
}

function hashContent(node: YamlNode, kind: string): string {
  const content: Record<string, JsonValue> = {
    kind,
    metadata: { name: lookupPath(node, ['metadata', 'name'])?.value ?? '' },
  };
  for (const name of HASHED_FIELDS) {
    const value = field(node, name);
    if (value !== undefined) content[name] = value.kind === 'scalar' ? value.value : toDoubles(nodeValue(value));
  }
  return kustomizeHash(content);
}
