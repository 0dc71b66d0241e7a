import { namedString, STRING, sliceOf, struct } from '../decode/go-type.js';
import { Interruption } from '../errors/interruption.js';
import { loadFile } from '../load/load-root.js';
import type { PluginHelpers, TransformerPlugin } from '../plugins/plugin.js';
import { nameFile } from '../read/file-reader.js';
import { originalId, type Resource } from '../resource/resource.js';
import { requireById } from '../resource/resource-list.js';
import { patchSelected } from './patch-selected.js';

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
    if (patches !== '') loaded.push(...helpers.context.reader.readText(patches));
    if (loaded.length === 0) throw new Error(`patch appears to be empty; files=[${paths.join(' ')}], Patch=${patches}`);
    return (list) => {
      for (const patch of loaded) patchSelected(list, [requireById(list, originalId(patch))], patch);
    };
  },
};

/** An entry may be the patch itself; when it cannot be read as one, it is a path. */
function loadPatches(path: string, helpers: PluginHelpers): readonly Resource[] {
  try {
    return helpers.context.reader.readText(path);
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return loadPatchFile(path, helpers);
  }
}

function loadPatchFile(path: string, { context, root }: PluginHelpers): readonly Resource[] {
  const file = loadFile(root, path);
  try {
    return context.reader.readText(new TextDecoder().decode(file.content), file.path);
  } catch (error) {
    throw nameFile(error, path);
  }
}
