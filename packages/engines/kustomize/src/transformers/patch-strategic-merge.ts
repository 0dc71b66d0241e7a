import { namedString, STRING, sliceOf, struct } from '../decode/go-type.js';
import { Interruption } from '../errors/interruption.js';
import { loadFile } from '../load/load-root.js';
import type { PluginHelpers, TransformerPlugin } from '../plugins/plugin.js';
import { nameFile } from '../read/file-reader.js';
import { decodeText } from '../read/raw-bytes.js';
import { originalId } from '../resource/resource.js';
import { requireById } from '../resource/resource-list.js';
import { type KeyedPatch, patchSelected } from './patch-selected.js';

interface MergePatchConfig {
  readonly paths?: readonly string[];
  readonly patches?: string;
}

/** The older form of strategic merge patches: each names its target by its own kind and name. */
export const patchStrategicMergeTransformer: TransformerPlugin<MergePatchConfig> = {
  role: 'transformer',
  kind: 'PatchStrategicMergeTransformer',
  type: struct('builtins.PatchStrategicMergeTransformerPlugin', {
    paths: sliceOf(namedString('types.PatchStrategicMerge')),
    patches: STRING,
  }),
  configure({ paths = [], patches = '' }, helpers) {
    if (paths.length === 0 && patches === '') throw new Error('empty file path and empty patch content');
    const loaded = paths.flatMap((path) => loadPatches(path, helpers));
    if (patches !== '') loaded.push(...readPatches(patches, helpers));
    if (loaded.length === 0) throw new Error(`patch appears to be empty; files=[${paths.join(' ')}], Patch=${patches}`);
    return (list) => {
      for (const patch of loaded) patchSelected(list, [requireById(list, originalId(patch.resource))], patch);
    };
  },
};

/** An entry may be the patch itself; when it cannot be read as one, it is a path. */
function loadPatches(path: string, helpers: PluginHelpers): readonly KeyedPatch[] {
  try {
    return readPatches(path, helpers);
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return loadPatchFile(path, helpers);
  }
}

function readPatches(text: string, { context }: PluginHelpers, file?: string): readonly KeyedPatch[] {
  return context.reader.readText(text, file).map((resource, index) => ({
    resource,
    key: context.memo?.keyOf(JSON.stringify(['older merge patch', text, index])),
  }));
}

function loadPatchFile(path: string, helpers: PluginHelpers): readonly KeyedPatch[] {
  const file = loadFile(helpers.root, path);
  try {
    return readPatches(decodeText(file.content), helpers, file.path);
  } catch (error) {
    throw nameFile(error, path);
  }
}
