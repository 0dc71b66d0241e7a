import { compareUtf8 } from '@gotk/json';
import { wrapError } from '../errors/wrap-error.js';
import type { GeneratorArgs, GeneratorOptions, Texts } from '../kustomization/kustomization.js';
import type { LoadRoot } from '../load/load-root.js';
import { requireField, setField } from '../node/fields.js';
import { mappingNode, NO_NOTES, scalarNode, stringNode, tag, type YamlNode } from '../node/yaml-node.js';
import { buildAnnotation, ENABLED } from '../resource/build-annotations.js';
import { readTextMap, setAnnotation, setLabel, writeTextMap } from '../resource/metadata-fields.js';
import { encodeBase64 } from './encode-base64.js';
import { type KeyValue, loadKeyValues } from './key-values.js';

type Entries = ReadonlyMap<string, KeyValue['value']>;

/** The beginnings of a ConfigMap or Secret. @throws when it has no name. */
export function newDataObject(kind: string, { name = '', namespace = '' }: GeneratorArgs): YamlNode {
  if (name === '') throw new Error('a configmap must have a name');
  const metadata = mappingNode();
  setField(metadata, 'name', stringNode(name));
  if (namespace !== '') setField(metadata, 'namespace', stringNode(namespace));
  const keys = [noted('apiVersion', 2, 1), noted('kind', 3, 1), 'metadata'];
  const object = mappingNode(keys, [noted('v1', 2, 13), noted(kind, 3, 7), metadata], tag.mapping);
  object.notes = { ...NO_NOTES, row: 2, column: 1 };
  return object;
}

/** kustomize reads the beginnings from a text, whose places count where the object becomes something else. */
function noted(text: string, row: number, column: number): YamlNode {
  const node = scalarNode(text, tag.string);
  node.notes = { ...NO_NOTES, row, column };
  return node;
}

/** The entries of a ConfigMap or Secret. @throws LocatedError when one cannot be read or two have the same key. */
export function loadEntries(root: LoadRoot, args: GeneratorArgs): Entries {
  const entries = new Map<string, KeyValue['value']>();
  for (const { key, value } of loadAll(root, args)) {
    if (entries.has(key)) throw new Error(`configmap ${args.name ?? ''} illegally repeats the key \`${key}\``);
    entries.set(key, value);
  }
  return entries;
}

function loadAll(root: LoadRoot, args: GeneratorArgs): readonly KeyValue[] {
  try {
    return loadKeyValues(root, args);
  } catch (error) {
    throw wrapError(error, 'loading KV pairs');
  }
}

/** Puts text in `data`, and bytes that are no text in `binaryData`. */
export function setConfigMapData(object: YamlNode, entries: Entries): void {
  for (const [key, value] of sortedEntries(entries)) {
    if (typeof value === 'string') setField(dataField(object, 'data'), key, stringNode(value));
    else setField(dataField(object, 'binaryData'), key, stringNode(encodeBase64(value)));
  }
}

/** Puts everything in `data`, encoded. */
export function setSecretData(object: YamlNode, entries: Entries): void {
  const data = dataField(object, 'data');
  for (const [key, value] of sortedEntries(entries)) setField(data, key, stringNode(encodeBase64(value)));
}

/** Replaces `data` or `binaryData` by texts that need no encoding any more. */
export function replaceTexts(object: YamlNode, field: 'data' | 'binaryData', texts: ReadonlyMap<string, string>): void {
  if (texts.size === 0) return;
  for (const [key, value] of sortedEntries(texts)) setField(dataField(object, field), key, stringNode(value));
}

function dataField(object: YamlNode, name: 'data' | 'binaryData'): YamlNode {
  return requireField(object, name) ?? setField(object, name, mappingNode()) ?? mappingNode();
}

function sortedEntries<Value>(entries: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...entries].sort(([a], [b]) => compareUtf8(a, b));
}

/** Labels, annotations and immutability of a generated object. */
export function applyOptions(object: YamlNode, options: GeneratorOptions | undefined): void {
  for (const [name, value] of sortedTexts(options?.labels)) setLabel(object, name, value);
  for (const [name, value] of sortedTexts(options?.annotations)) setAnnotation(object, name, value);
  if (options?.immutable === true) setField(object, 'immutable', scalarNode('true', tag.boolean));
}

function sortedTexts(texts: Texts = {}): readonly (readonly [string, string])[] {
  return sortedEntries(new Map(Object.entries(texts)));
}

const BEHAVIORS: readonly string[] = ['create', 'replace', 'merge'];

/** Notes at a generated object what is to be done with it: how it joins the others, and whether its name gets a hash. */
export function noteBehavior(object: YamlNode, { behavior = '', options }: GeneratorArgs): void {
  const annotations = readTextMap(object, 'annotations');
  if (options?.disableNameSuffixHash !== true) annotations.set(buildAnnotation.needsHashSuffix, ENABLED);
  annotations.set(buildAnnotation.generatorBehavior, BEHAVIORS.includes(behavior) ? behavior : 'unspecified');
  writeTextMap(object, 'annotations', annotations);
}
