import { renderGoJson } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import { STRING, struct } from '../decode/go-type.js';
import { wrapError } from '../errors/wrap-error.js';
import type { SelectorFields } from '../kustomization/kustomization.js';
import { SELECTOR_TYPE } from '../kustomization/kustomization-type.js';
import { loadFile } from '../load/load-root.js';
import type { PluginHelpers, TransformerPlugin } from '../plugins/plugin.js';
import { decodeText } from '../read/raw-bytes.js';
import { editOne } from '../resource/edit-one.js';
import { selectResources } from '../resource/select.js';
import { applyJsonPatchTo, decodeJsonPatch } from './json-patch.js';

interface JsonPatchConfig {
  readonly target?: SelectorFields;
  readonly path?: string;
  readonly jsonOp?: string;
}

/** The older form of JSON patches, with a target that names at least an object. */
export const patchJson6902Transformer: TransformerPlugin<JsonPatchConfig> = {
  role: 'transformer',
  kind: 'PatchJson6902Transformer',
  type: struct('builtins.PatchJson6902TransformerPlugin', { target: SELECTOR_TYPE, path: STRING, jsonOp: STRING }),
  configure(config, helpers) {
    const { target = {} } = config;
    if ((target.name ?? '') === '') throw new Error('must specify the target name');
    const text = readOperations(config, helpers);
    const operations = decode(text);
    if (operations.length === 0)
      throw new Error(`patch appears to be empty; file=${config.path ?? ''}, JsonOp=${text}`);
    const { exact } = helpers.context.reader.options;
    const key = helpers.context.memo?.keyOf(JSON.stringify(['older JSON patch', text]));
    return (list) => {
      for (const resource of selectResources(list, target))
        editOne(list, resource, () => applyJsonPatchTo(resource, operations, exact), key);
    };
  },
};

/** The operations as JSON text. */
function readOperations({ path = '', jsonOp = '' }: JsonPatchConfig, { root }: PluginHelpers): string {
  if (path === '' && jsonOp === '') throw new Error('empty file path and empty jsonOp');
  if (path !== '' && jsonOp !== '') throw new Error('must specify a file path or jsonOp, not both');
  const text = path === '' ? jsonOp : decodeText(loadFile(root, path).content);
  if (text === '') throw new Error(`patch file '${path}' empty seems to be empty`);
  return text.startsWith('[') ? text : renderGoJson(parseYaml(text));
}

function decode(text: string) {
  try {
    return decodeJsonPatch(text);
  } catch (error) {
    throw wrapError(error, `decoding ${text}`);
  }
}
