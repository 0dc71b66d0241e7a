import { goQuote, isJsonObject } from '@gotk/json';
import { parseYamlAs } from '@gotk/yaml';
import { ANY, sliceOf, struct } from '../decode/go-type.js';
import { buildError } from '../errors/build-error.js';
import { wrapError } from '../errors/wrap-error.js';
import type {
  FieldOptions,
  ReplacementEntry,
  ReplacementFields,
  SelectorFields,
  TargetSelector,
} from '../kustomization/kustomization.js';
import { REPLACEMENT_FIELD_TYPE, REPLACEMENT_TYPE } from '../kustomization/kustomization-type.js';
import { loadFile } from '../load/load-root.js';
import { type MatchPathOptions, matchPath } from '../node/match-path.js';
import { textOf } from '../node/node-state.js';
import { splitBracketPath } from '../node/split-path.js';
import { copyNode, overwriteNode, type YamlNode } from '../node/yaml-node.js';
import type { PluginHelpers, TransformerPlugin } from '../plugins/plugin.js';
import { decodeText } from '../read/raw-bytes.js';
import type { ResourceId } from '../resource/resource-id.js';
import type { ResourceList } from '../resource/resource-list.js';
import { type CompiledSelector, compileSelector, compileTextSelectors } from '../resource/select.js';
import { setEmbeddedValue } from './embedded-value.js';
import { replacementIds } from './replacement-ids.js';
import { DEFAULT_FIELD_PATH, findReplacementValue } from './replacement-source.js';

interface ReplacementConfig {
  readonly replacements?: readonly ReplacementEntry[];
}

/** Copies values from fields of one object to fields of others. */
export const replacementTransformer: TransformerPlugin<ReplacementConfig> = {
  role: 'transformer',
  kind: 'ReplacementTransformer',
  type: struct('builtins.ReplacementTransformerPlugin', { replacements: sliceOf(REPLACEMENT_FIELD_TYPE) }),
  configure({ replacements = [] }, helpers) {
    const all = replacements.flatMap((entry) => readEntry(entry, helpers));
    const { exact } = helpers.context.reader.options;
    return (list) => {
      for (const replacement of all) applyReplacement(list, replacement, exact);
      list.dropDeleted();
    };
  },
};

/** An entry is a replacement, or the path of a file with one or a list of them. */
function readEntry(entry: ReplacementEntry, { root }: PluginHelpers): readonly ReplacementFields[] {
  const { path = '' } = entry;
  if (path === '') return [entry];
  if (entry.source !== undefined || (entry.targets ?? []).length > 0)
    throw new Error('cannot specify both path and inline replacement');
  const text = decodeText(loadFile(root, path).content);
  const content = parseYamlAs(text, ANY);
  // The types describe the interface field by field.
  if (Array.isArray(content))
    return (parseYamlAs(text, sliceOf(REPLACEMENT_TYPE)) ?? []) as readonly ReplacementFields[];
  if (isJsonObject(content)) return [parseYamlAs(text, REPLACEMENT_TYPE) as ReplacementFields];
  throw new Error(
    `unsupported replacement type encountered within replacement path: ${content === undefined ? 'invalid' : kindOf(content)}`,
  );
}

function kindOf(content: unknown): string {
  if (typeof content === 'number') return 'float64';
  return typeof content === 'boolean' ? 'bool' : typeof content;
}

function applyReplacement(list: ResourceList, replacement: ReplacementFields, exact: boolean): void {
  const { source, sourceValue, targets } = replacement;
  if ((source === undefined && sourceValue === undefined) || targets === undefined)
    throw new Error('replacements must specify a source and at least one target');
  const value = findReplacementValue(list, replacement);
  for (const target of targets) applyToTarget(list, value, target ?? {}, exact);
}

function applyToTarget(list: ResourceList, value: YamlNode, target: TargetSelector, exact: boolean): void {
  if (target.select === undefined) throw new Error('target must specify resources to select');
  const paths = (target.fieldPaths ?? []).length === 0 ? [DEFAULT_FIELD_PATH] : (target.fieldPaths ?? []);
  const selects = compileTarget(target.select, target.reject ?? []);
  const candidates = selects.exactName === undefined ? list.all : list.withAnyName(selects.exactName);
  let changed = false;
  for (const resource of candidates) {
    if (!selects.takes(resource.view)) continue;
    changed = true;
    const { node } = resource;
    for (const path of paths) copyValue(node, value, path, { options: target.options ?? {}, exact });
  }
  if (changed && paths.some(mayChangeIds)) list.forgetIds();
}

/** Whether a path may lead to what ids are made of. */
function mayChangeIds(path: string): boolean {
  return /^[/[]?(?:metadata|kind|apiVersion)/.test(path);
}

interface CompiledTarget {
  readonly exactName: string | undefined;
  takes(node: YamlNode): boolean;
}

function compileTarget(select: SelectorFields, reject: readonly (SelectorFields | null)[]): CompiledTarget {
  const selector = compileTargetSelector(select);
  const rejectors = compileRejectors(reject);
  const matchesTexts = compileTextSelectors(select);
  return {
    exactName: selector.exactName,
    takes(node) {
      const ids = replacementIds(node);
      if (!matchesTexts(node) || rejectors.byText(node) || ids.some(rejectors.byId)) return false;
      return ids.some((id) => idMatches(id, selector));
    },
  };
}

function compileTargetSelector(selector: SelectorFields): CompiledSelector {
  try {
    return compileSelector(selector);
  } catch (error) {
    throw wrapError(error, 'error creating target selector');
  }
}

/** A rejection by labels and one by ids count each on its own, even where one entry has both. */
function compileRejectors(rejected: readonly (SelectorFields | null)[]) {
  const reject = rejected.map((selector) => selector ?? {});
  const byId = reject.map(compileTargetSelector).filter((selector) => !selector.takesAnyId);
  const byText = reject
    .filter(({ labelSelector = '', annotationSelector = '' }) => labelSelector !== '' || annotationSelector !== '')
    .map(compileTextSelectors);
  return {
    byId: (id: ResourceId) => byId.some((selector) => idMatches(id, selector)),
    byText: (node: YamlNode) => byText.some((matches) => matches(node)),
  };
}

function idMatches(id: ResourceId, selector: CompiledSelector): boolean {
  return selector.matchesGvk(id) && selector.matchesName(id.name) && selector.matchesNamespace(id.namespace);
}

interface CopyOptions {
  readonly options: FieldOptions;
  readonly exact: boolean;
}

function copyValue(object: YamlNode, value: YamlNode, path: string, { options, exact }: CopyOptions): void {
  const match: MatchPathOptions = { create: options.create === true ? value.kind : 'none', exact };
  const parts = splitBracketPath(path, '.');
  if (setEmbeddedValue(object, value, parts, match)) return;
  const fields = findFields(object, path, parts, match);
  if (fields.length === 0) throw notFound(path, match);
  for (const field of fields) setFieldValue(field, value, options);
}

function findFields(
  object: YamlNode,
  path: string,
  parts: readonly string[],
  match: MatchPathOptions,
): readonly YamlNode[] {
  try {
    return matchPath(object, parts, match);
  } catch (error) {
    throw wrapError(error, notFound(path, match).message);
  }
}

function notFound(path: string, { create }: MatchPathOptions): Error {
  const action = create === 'none' ? 'find' : 'find or create';
  return buildError('kustomize-replacement', `unable to ${action} field ${goQuote(path)} in replacement target`, {
    hint: 'Check the path under "fieldPaths:", or set "options.create: true".',
  });
}

/** A scalar takes over the text alone, so that its own type decides how the text is read. */
function setFieldValue(field: YamlNode, value: YamlNode, { delimiter = '', index = 0 }: FieldOptions): void {
  const copy = copyNode(value);
  if (delimiter !== '') {
    if (field.kind !== 'scalar') throw new Error('delimiter option can only be used with scalar nodes');
    copy.value = replacePart(field.value.split(delimiter), textOf(value), index).join(delimiter);
  }
  if (field.kind === 'scalar') field.value = copy.value;
  else overwriteNode(field, copy);
}

/** An index before the first part puts the text in front, one behind the last appends it. */
function replacePart(parts: readonly string[], text: string, index: number): readonly string[] {
  if (index < 0) return [text, ...parts];
  return index >= parts.length ? [...parts, text] : parts.with(index, text);
}
