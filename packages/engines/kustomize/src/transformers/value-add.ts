import { parseYamlAs } from '@gotk/yaml';
import { INTEGER, STRING, sliceOf, struct } from '../decode/go-type.js';
import type { SelectorFields } from '../kustomization/kustomization.js';
import { SELECTOR_TYPE } from '../kustomization/kustomization-type.js';
import { loadFile } from '../load/load-root.js';
import { setScalar } from '../node/fields.js';
import { lookupOrCreatePath } from '../node/lookup-path.js';
import { requireKind } from '../node/require-kind.js';
import { splitPath } from '../node/split-path.js';
import { scalarNode, type YamlNode } from '../node/yaml-node.js';
import type { PluginHelpers, TransformerPlugin } from '../plugins/plugin.js';
import { decodeText } from '../read/raw-bytes.js';
import { selectResources } from '../resource/select.js';
import { setNamespaceOf } from './namespace.js';

interface ValueTarget {
  readonly selector?: SelectorFields;
  readonly fieldPath?: string;
  readonly filePathPosition?: number;
}

interface ValueAddConfig {
  readonly value?: string;
  readonly targets?: readonly ValueTarget[];
  readonly targetFilePath?: string;
}

const TARGETS_TYPE = sliceOf(
  struct('builtins.Target', { selector: SELECTOR_TYPE, fieldPath: STRING, filePathPosition: INTEGER }),
);

/** Puts one value into fields of many objects, or into the paths that these fields hold. */
export const valueAddTransformer: TransformerPlugin<ValueAddConfig> = {
  role: 'transformer',
  kind: 'ValueAddTransformer',
  type: struct('builtins.ValueAddTransformerPlugin', {
    value: STRING,
    targets: TARGETS_TYPE,
    targetFilePath: STRING,
  }),
  configure(config, helpers) {
    const value = (config.value ?? '').trim() || directoryName(helpers);
    const targets = [...(config.targets ?? []), ...loadTargets(config, helpers)];
    checkTargets(targets);
    return (list) => {
      for (const target of targets) {
        const resources = target.selector === undefined ? list.all : selectResources(list, target.selector);
        for (const resource of resources) {
          if (target.fieldPath === 'metadata/namespace') setNamespaceOf(resource, value);
          else addValue(resource.node, value, target);
        }
      }
      list.forgetIds();
    };
  },
};

function directoryName({ root }: PluginHelpers): string {
  const path = root.directory === '' ? root.rootPath : root.directory;
  return path.slice(path.lastIndexOf('/') + 1);
}

function loadTargets({ targetFilePath = '' }: ValueAddConfig, { root }: PluginHelpers): readonly ValueTarget[] {
  if (targetFilePath === '') return [];
  const text = decodeText(loadFile(root, targetFilePath).content);
  // The type describes the interface field by field.
  const decoded = parseYamlAs(text, struct('', { targets: TARGETS_TYPE })) as ValueAddConfig | undefined;
  return decoded?.targets ?? [];
}

function checkTargets(targets: readonly ValueTarget[]): void {
  if (targets.length === 0) throw new Error('must specify at least one target');
  for (const { fieldPath = '', filePathPosition = 0 } of targets) {
    if (fieldPath === '') throw new Error('fieldPath cannot be empty');
    if (filePathPosition < 0) throw new Error(`value of FilePathPosition (${filePathPosition}) cannot be negative`);
  }
}

function addValue(object: YamlNode, value: string, { fieldPath = '', filePathPosition = 0 }: ValueTarget): void {
  const node = lookupOrCreatePath(object, splitValuePath(fieldPath), 'scalar');
  if (node === undefined) return;
  requireKind(node, 'scalar');
  const text = filePathPosition > 0 ? insertPathPart(node.value, filePathPosition - 1, value) : value;
  setScalar(node, scalarNode(text));
}

/** Unlike other paths, one that starts with a slash starts with an empty name, which lookups pass over. */
function splitValuePath(path: string): readonly string[] {
  return path.startsWith('/') ? ['', ...splitPath(path, '/')] : splitPath(path, '/');
}

/** Puts a part into a path; a position behind the last part appends it. */
function insertPathPart(path: string, position: number, part: string): string {
  const isAbsolute = path.startsWith('/');
  const parts = path.split('/').filter((name) => name !== '');
  parts.splice(Math.min(position, parts.length), 0, part);
  return (isAbsolute ? '/' : '') + parts.join('/');
}
