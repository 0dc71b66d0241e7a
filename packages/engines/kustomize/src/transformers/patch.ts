import { goQuote, type JsonValue } from '@gotk/json';
import { findLocation } from '@gotk/located-error';
import { STRING, struct } from '../decode/go-type.js';
import { buildError } from '../errors/build-error.js';
import { Interruption } from '../errors/interruption.js';
import { wrapError } from '../errors/wrap-error.js';
import type { PatchFields, SelectorFields } from '../kustomization/kustomization.js';
import { PATCH_OPTIONS_TYPE, SELECTOR_TYPE } from '../kustomization/kustomization-type.js';
import { type LoadedFile, loadFile } from '../load/load-root.js';
import type { PluginHelpers, Transform, TransformerPlugin } from '../plugins/plugin.js';
import { decodeText } from '../read/raw-bytes.js';
import { buildAnnotation, ENABLED } from '../resource/build-annotations.js';
import { editOne } from '../resource/edit-one.js';
import { readTextMap, writeTextMap } from '../resource/metadata-fields.js';
import { originalId, type Resource, storePreviousId } from '../resource/resource.js';
import { renderId } from '../resource/resource-id.js';
import { type ResourceList, requireById } from '../resource/resource-list.js';
import { selectResources } from '../resource/select.js';
import { applyMergePatch } from './apply-merge-patch.js';
import { applyJsonPatchTo, decodeJsonPatch, type JsonPatchOperations } from './json-patch.js';
import { type KeyedPatch, patchSelected } from './patch-selected.js';

/** One entry of `patches`: a strategic merge patch or a JSON patch, inline or in a file. */
export const patchTransformer: TransformerPlugin<PatchFields> = {
  role: 'transformer',
  kind: 'PatchTransformer',
  type: struct('builtins.PatchTransformerPlugin', {
    path: STRING,
    patch: STRING,
    target: SELECTOR_TYPE,
    options: PATCH_OPTIONS_TYPE,
  }),
  configure(config, helpers, text) {
    const source = readPatch(config, helpers, text);
    const merge = attempt(() => helpers.context.reader.readText(source.text, source.file?.path));
    // What has objects is no list of operations: kustomize's error for what is both cannot come up.
    const hasObjects = (merge.result ?? []).length > 0;
    const json: Attempt<JsonPatchOperations> = hasObjects ? {} : attempt(() => decodeJsonPatch(source.text));
    const keyOf = (kind: string): number | undefined =>
      helpers.context.memo?.keyOf(JSON.stringify([kind, source.text, config.options]));
    if (merge.result !== undefined)
      return mergePatch(
        merge.result.map((resource, index) => ({ resource, key: keyOf(`merge patch ${index}`) })),
        config,
        source.name,
      );
    if (json.result === undefined)
      throw buildError('kustomize-patch', `unable to parse SM or JSON patch from ${source.name}`, {
        at: source.file === undefined ? undefined : findLocation(merge.error),
        hint: describeProblems(problemOf(merge), problemOf(json)),
      });
    const { exact } = helpers.context.reader.options;
    return jsonPatch(json.result, config, { name: source.name, key: keyOf('JSON patch'), exact });
  },
};

interface PatchSource {
  readonly text: string;
  /** How messages name it. */
  readonly name: string;
  readonly file: LoadedFile | undefined;
}

function readPatch({ patch = '', path = '' }: PatchFields, { root }: PluginHelpers, text: () => string): PatchSource {
  const inline = patch.trim();
  if (inline === '' && path === '') throw new Error(`must specify one of patch and path in\n${text()}`);
  if (inline !== '' && path !== '') throw new Error(`patch and path can't be set at the same time\n${text()}`);
  if (inline !== '') return { text: inline, name: `[patch: ${goQuote(inline)}]`, file: undefined };
  try {
    const file = loadFile(root, path);
    return { text: decodeText(file.content), name: `[path: ${goQuote(path)}]`, file };
  } catch (error) {
    throw wrapError(error, `failed to get the patch file from path(${path})`);
  }
}

interface Attempt<Result> {
  readonly result?: Result;
  readonly error?: Error;
}

function attempt<Result>(run: () => Result): Attempt<Result> {
  try {
    return { result: run() };
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** What is no YAML at all is told once. */
function describeProblems(asMerge: string, asJson: string): string {
  return asMerge.endsWith(asJson) ? `${asMerge}.` : `As a merge patch: ${asMerge}. As a JSON patch: ${asJson}.`;
}

function problemOf({ error }: Attempt<unknown>): string {
  return error?.message ?? '';
}

function mergePatch(patches: readonly KeyedPatch[], { target, options = {} }: PatchFields, name: string): Transform {
  for (const { resource: patch } of patches) {
    if (options.allowNameChange === true) enable(patch, buildAnnotation.allowNameChange);
    if (options.allowKindChange === true) enable(patch, buildAnnotation.allowKindChange);
  }
  const [only] = patches;
  if (only === undefined) return () => undefined;
  if (target === undefined) return (list) => patchById(list, patches);
  return (list) => {
    if (patches.length > 1)
      throw new Error(
        `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${name}`,
      );
    patchSelected(list, selectTargets(list, target), only);
  };
}

function enable(patch: Resource, flag: string): void {
  writeTextMap(patch.node, 'annotations', readTextMap(patch.node, 'annotations').set(flag, ENABLED));
}

function selectTargets(list: ResourceList, target: SelectorFields): readonly Resource[] {
  try {
    return selectResources(list, target);
  } catch (error) {
    throw wrapError(error, `unable to find patch target ${goQuote(renderSelector(target))} in \`resources\``);
  }
}

function renderSelector(selector: SelectorFields): string {
  const { group = '', version = '', kind = '', name = '', namespace = '' } = selector;
  const id = renderId({ group, version, kind, name, namespace });
  return `${id}:a=${selector.annotationSelector ?? ''}:l=${selector.labelSelector ?? ''}`;
}

function patchById(list: ResourceList, patches: readonly KeyedPatch[]): void {
  for (const { resource: patch, key } of patches) {
    const target = requireTarget(list, patch);
    editOne(list, target, () => applyMergePatch(target, patch), key);
  }
}

function requireTarget(list: ResourceList, patch: Resource): Resource {
  const id = originalId(patch);
  try {
    return requireById(list, id);
  } catch (error) {
    throw wrapError(error, `no resource matches strategic merge patch ${goQuote(renderId(id))}`);
  }
}

function jsonPatch(
  operations: JsonValue,
  { target }: PatchFields,
  { name, key, exact }: { readonly name: string; readonly key: number | undefined; readonly exact: boolean },
): Transform {
  return (list) => {
    if (target === undefined) throw new Error(`must specify a target for JSON patch ${name}`);
    for (const resource of selectResources(list, target)) {
      const edit = (): void => {
        storePreviousId(resource);
        applyJsonPatchTo(resource, operations, exact);
      };
      editOne(list, resource, edit, key);
    }
  };
}
