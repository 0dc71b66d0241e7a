import { bytesToText } from '@gotk/go-template';
import { type Chart, crdFilesOf } from '@gotk/helm';
import { inventoryOf } from '@gotk/inventory';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject, keyOf, type ObjectKey } from '@gotk/objects';
import { readYamlOrJson, splitYaml } from '@gotk/yaml';
import type { Release } from '../../storage/release.js';
import type { ReleaseWork } from '../release-work.js';

const HOOK_ANNOTATION = 'helm.sh/hook';

/** Lists the objects of a release, and the definitions that its chart brings, in the status. */
export async function recordInventory(work: ReleaseWork, release: Release, chart: Chart): Promise<void> {
  const { context, progress } = work;
  const { namespace = '', name = '' } = context.object.metadata;
  try {
    const objects = readObjects(release.manifest).filter((object) => !isHook(object));
    const { keys, warnings } = await placeAll(objects, release, work);
    if (warnings.length > 0) {
      context.event({ severity: 'error', reason: 'NamespaceCheckSkipped', message: warnings.join('; ') });
    }
    const definitions = crdFilesOf(chart).flatMap(({ file }) => readObjects(bytesToText(file.data)));
    progress.update({ inventory: inventoryOf([...keys, ...definitions.map(keyOf)]) });
  } catch (error) {
    context.signal.throwIfAborted();
    const text = error instanceof Error ? error.message : String(error);
    const message = `failed to build inventory for ${namespace}/${name}: ${text}`;
    context.event({ severity: 'error', reason: 'InventoryBuildFailed', message });
  }
}

function readObjects(manifest: string): readonly KubeObject[] {
  return splitYaml(manifest)
    .flatMap(({ text }) => readYamlOrJson(text))
    .flatMap(flatten);
}

/** An object, or those in a list. */
function flatten(value: JsonValue): readonly KubeObject[] {
  if (!isJsonObject(value)) return [];
  const { apiVersion, kind, items } = value as JsonObject;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isJsonObject(value['metadata'])) {
    return Array.isArray(items) ? (items as readonly JsonValue[]).flatMap(flatten) : [];
  }
  const isList = kind.endsWith('List') && Array.isArray(items);
  // What was rendered and installed has a kind and a name.
  return isList ? (items as readonly JsonValue[]).flatMap(flatten) : [value as unknown as KubeObject];
}

function isHook(object: KubeObject): boolean {
  return fieldOf(object, 'metadata', 'annotations', HOOK_ANNOTATION) !== undefined;
}

async function placeAll(
  objects: readonly KubeObject[],
  { namespace }: Release,
  { client, context }: ReleaseWork,
): Promise<{ readonly keys: readonly ObjectKey[]; readonly warnings: readonly string[] }> {
  const keys: ObjectKey[] = [];
  const warnings: string[] = [];
  for (const object of objects) {
    const key = keyOf(object);
    if ((key.namespace ?? '') !== '') {
      keys.push(key);
      continue;
    }
    const served = await client.resourceFor(key, context.signal);
    if (served === undefined) {
      const problem = `no matches for kind ${JSON.stringify(key.kind)} in version ${JSON.stringify(key.apiVersion)}`;
      const what = `failed to determine if ${key.kind} is namespace scoped, skipping namespace`;
      warnings.push(`${what}: failed to get restmapping: ${problem}`);
    }
    keys.push(served?.namespaced === true ? { ...key, namespace } : key);
  }
  return { keys, warnings };
}
