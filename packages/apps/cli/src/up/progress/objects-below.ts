import { type Inventory, keysIn } from '@gotk/inventory';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject, type ObjectKey } from '@gotk/objects';

const SOURCES = 'source.toolkit.fluxcd.io/v1';

/** What stands below an object of Flux: what it applied, the artifacts that it made, the chart that it asked for. */
export function objectsBelow(object: KubeObject): readonly ObjectKey[] {
  const inventory = fieldOf(object, 'status', 'inventory');
  if (object.kind === 'ArtifactGenerator') return Array.isArray(inventory) ? artifactKeys(inventory) : [];
  // The schema of the kind has checked the entries; keysIn passes over ids that cannot be read.
  const applied = Array.isArray(fieldOf(inventory, 'entries')) ? keysIn(inventory as unknown as Inventory) : [];
  return [...chartKey(object), ...applied];
}

function artifactKeys(inventory: readonly JsonValue[]): readonly ObjectKey[] {
  return inventory.filter(isJsonObject).map(({ name, namespace }) => {
    return { apiVersion: SOURCES, kind: 'ExternalArtifact', namespace: String(namespace), name: String(name) };
  });
}

/** A HelmRelease with a chart of its own names it as `namespace/name`. */
function chartKey(object: KubeObject): readonly ObjectKey[] {
  if (object.kind !== 'HelmRelease') return [];
  const [namespace = '', name = ''] = String(fieldOf(object, 'status', 'helmChart') ?? '').split('/');
  return name === '' ? [] : [{ apiVersion: SOURCES, kind: 'HelmChart', namespace, name }];
}
