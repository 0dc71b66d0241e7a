import { toGvk } from '../config/parse-transformer-config.js';
import { buildError } from '../errors/build-error.js';
import { wrapError } from '../errors/wrap-error.js';
import type { FieldOptions, IdFields, ReplacementFields, SourceSelector } from '../kustomization/kustomization.js';
import { lookupPath } from '../node/lookup-path.js';
import { hasContent } from '../node/node-state.js';
import { splitBracketPath } from '../node/split-path.js';
import { copyNode, scalarNode, type YamlNode } from '../node/yaml-node.js';
import { gvkSelected } from '../resource/gvk.js';
import type { Resource } from '../resource/resource.js';
import { effectiveNamespace, type ResourceId, renderId } from '../resource/resource-id.js';
import type { ResourceList } from '../resource/resource-list.js';
import { replacementIds } from './replacement-ids.js';

export const DEFAULT_FIELD_PATH = 'metadata.name';

/** The value that a replacement copies: a field of one object, or a fixed text. */
export function findReplacementValue(list: ResourceList, { source, sourceValue }: ReplacementFields): YamlNode {
  if (sourceValue !== undefined && source !== undefined)
    throw new Error('value and resource selectors are mutually exclusive');
  if (sourceValue !== undefined) return scalarNode(sourceValue);
  const selector = source ?? {};
  const object = requireSource(list, selector);
  const fieldPath = selector.fieldPath || DEFAULT_FIELD_PATH;
  const found = lookup(object.node, fieldPath);
  if (!hasContent(found))
    throw buildError(
      'kustomize-replacement',
      `fieldPath \`${fieldPath}\` is missing for replacement source ${renderId(idOf(selector))}`,
    );
  return refine(found, selector.options);
}

function lookup(node: YamlNode, fieldPath: string): YamlNode | undefined {
  try {
    return lookupPath(node, splitBracketPath(fieldPath, '.'));
  } catch (error) {
    throw wrapError(error, 'error looking up replacement source');
  }
}

function requireSource(list: ResourceList, selector: SourceSelector): Resource {
  const name = selector.name ?? '';
  const candidates = name === '' ? list.all : list.withAnyName(name);
  let found: Resource | undefined;
  for (const candidate of candidates) {
    if (!idsOf(candidate.view).some((id) => isSelected(id, selector))) continue;
    if (found !== undefined) throw new Error(`multiple matches for selector ${renderSource(selector)}`);
    found = candidate;
  }
  if (found !== undefined) return found;
  throw buildError('kustomize-no-match', `nothing selected by ${renderSource(selector)}`, {
    hint: "Check kind, name and namespace of the replacement's source.",
  });
}

function idsOf(node: YamlNode): readonly ResourceId[] {
  try {
    return replacementIds(node);
  } catch (error) {
    throw wrapError(error, 'error getting node IDs');
  }
}

function isSelected(id: ResourceId, selector: SourceSelector): boolean {
  const { name = '', namespace = '' } = selector;
  if (name !== '' && name !== id.name) return false;
  if (namespace !== '' && effectiveNamespace(idOf(selector)) !== effectiveNamespace(id)) return false;
  return gvkSelected(id, toGvk(selector));
}

function idOf(fields: IdFields): ResourceId {
  return { ...toGvk(fields), name: fields.name ?? '', namespace: fields.namespace ?? '', clusterScoped: false };
}

function renderSource(selector: SourceSelector): string {
  const parts = [renderId(idOf(selector)), selector.fieldPath ?? '', renderOptions(selector.options)];
  return parts.filter((part) => part !== '').join(':');
}

function renderOptions(options: FieldOptions | undefined): string {
  const { delimiter = '', index = 0, create = false } = options ?? {};
  return delimiter === '' && !create ? '' : `${delimiter}(${index}), create=${create}`;
}

/** Takes one part of a text, where the source has a delimiter. */
function refine(node: YamlNode, { delimiter = '', index = 0 }: FieldOptions = {}): YamlNode {
  if (delimiter === '') return node;
  if (node.kind !== 'scalar') throw new Error('delimiter option can only be used with scalar nodes');
  const part = node.value.split(delimiter)[index];
  if (part === undefined || index < 0)
    throw new Error(`options.index ${index} is out of bounds for value ${node.value}`);
  const refined = copyNode(node);
  refined.value = part;
  return refined;
}
