import { goTypeName, type JsonValue, renderGoValue } from '@gotk/json';
import { buildError } from '../errors/build-error.js';
import { Interruption } from '../errors/interruption.js';
import { placeError } from '../errors/place-error.js';
import { editFields } from '../field-spec/edit-field.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { BuildMemo } from '../memo/build-memo.js';
import { lookupPath } from '../node/lookup-path.js';
import { hasValue, isStringNode } from '../node/node-state.js';
import { nodeValue } from '../node/node-value.js';
import { splitBracketPath } from '../node/split-path.js';
import { type MappingKey, style, tag, type YamlNode } from '../node/yaml-node.js';
import type { Resource } from '../resource/resource.js';
import type { ResourceList } from '../resource/resource-list.js';
import { expandVars, type VarLookup } from './expand-vars.js';
import { renderVar, type Variable, type VarSet } from './var-set.js';
import { type VarValue, varValueOf } from './var-value.js';

export interface ResolveVarsOptions {
  /** Fields in which vars are replaced. */
  readonly specs: readonly FieldSpec[];
  readonly warn: (warning: string) => void;
  readonly memo?: BuildMemo | undefined;
}

/** A value that is no scalar: it is never inserted. */
interface Compound {
  readonly kind: 'compound';
  readonly value: JsonValue;
}

/**
 * Replaces `$(NAME)` by the values that the vars name.
 * @throws LocatedError when a var names nothing.
 */
export function resolveVars(list: ResourceList, vars: VarSet, { specs, warn, memo }: ResolveVarsOptions): void {
  const all = vars.sorted();
  if (all.length === 0) return;
  const values = findValues(list, all);
  const used = new Set<string>();
  const lookup: VarLookup = (name) => {
    const value = values.get(name);
    if (value?.kind !== 'compound') {
      if (value !== undefined) used.add(name);
      return value;
    }
    const type = goTypeName(value.value);
    warn(`MakePrimitiveReplacer: bad replacement type=${type} val=${renderGoValue(value.value)}`);
    return undefined;
  };
  try {
    const key = keyOfVars(values, specs, memo);
    for (const resource of list.all) {
      const before = resource.snapshot;
      for (const name of resource.edit(key, () => replaceVars(resource, specs, lookup))) used.add(name);
      if (resource.snapshot !== before) resource.snapshot?.markLast();
    }
  } finally {
    const unused = all.filter(({ name }) => !used.has(name)).map(({ name }) => name);
    if (unused.length > 0) warn(`well-defined vars that were never replaced: ${unused.join(',')}`);
  }
  list.forgetIds();
}

/** @returns the names of the vars that the object uses. */
function replaceVars({ node }: Resource, specs: readonly FieldSpec[], lookup: VarLookup): readonly string[] {
  const used = new Set<string>();
  const noting: VarLookup = (name) => {
    const value = lookup(name);
    if (value !== undefined) used.add(name);
    return value;
  };
  editFields(node, specs, (field) => replaceIn(field, noting));
  return [...used];
}

/** A value that is no scalar is warned of wherever it stands: then nothing is kept. */
function keyOfVars(
  values: ReadonlyMap<string, VarValue | Compound>,
  specs: readonly FieldSpec[],
  memo: BuildMemo | undefined,
): number | undefined {
  if ([...values.values()].some(({ kind }) => kind === 'compound')) return undefined;
  return memo?.keyOf(JSON.stringify(['vars', [...values], specs]));
}

function findValues(list: ResourceList, vars: readonly Variable[]): ReadonlyMap<string, VarValue | Compound> {
  const objects = new Map<string, YamlNode>();
  for (const { view, varNames } of list.all)
    for (const name of varNames) if (!objects.has(name)) objects.set(name, view);
  return new Map(vars.map((variable) => [variable.name, placedValue(variable, objects.get(variable.name))]));
}

function placedValue(variable: Variable, object: YamlNode | undefined): VarValue | Compound {
  return placeError(() => findValue(variable, object), variable.place);
}

function findValue(variable: Variable, object: YamlNode | undefined): VarValue | Compound {
  if (object === undefined) {
    throw buildError(
      'kustomize-var',
      `var '${renderVar(variable)}' cannot be mapped to a field in the set of known resources`,
      { hint: `Check the objref of ${JSON.stringify(variable.name)}; no object of the build fits it.` },
    );
  }
  const value = valueAt(object, variable.fieldPath);
  if (value !== undefined) return value;
  throw buildError(
    'kustomize-var',
    `field specified in var '${renderVar(variable)}' not found in corresponding resource`,
    { hint: `Check the fieldref of ${JSON.stringify(variable.name)}.` },
  );
}

function valueAt(object: YamlNode, path: string): VarValue | Compound | undefined {
  try {
    const node = lookupPath(object, splitBracketPath(path, '.').flatMap(splitIndex));
    if (node === undefined || node.kind === 'none') return undefined;
    if (node.kind === 'scalar') return varValueOf(node);
    return { kind: 'compound', value: nodeValue(node) as JsonValue };
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return undefined;
  }
}

/** `ports[0]` stands for two steps. */
function splitIndex(part: string): readonly string[] {
  const match = /^(.*)\[([0-9]+)\]$/.exec(part);
  return match === null ? [part] : [match[1] ?? '', match[2] ?? ''].filter((step) => step !== '');
}

function replaceIn(node: YamlNode, lookup: VarLookup): void {
  if (!hasValue(node)) return;
  if (node.kind === 'scalar') replaceScalar(node, lookup);
  else if (node.kind === 'mapping') replaceFields(node, lookup);
  else if (node.kind === 'sequence') replaceItems(node, lookup);
  else throw new Error('invalid type encountered 0');
}

function replaceFields({ keys, items }: YamlNode, lookup: VarLookup): void {
  for (const [index, item] of items.entries()) {
    checkKey(keys[index] ?? '');
    replaceScalar(item, lookup);
  }
}

function checkKey(key: MappingKey): void {
  if (typeof key !== 'string' && !isStringNode(key))
    throw new Error(`invalid map key: value='${key.value}', tag='${key.tag}'`);
}

function replaceItems({ items }: YamlNode, lookup: VarLookup): void {
  for (const item of items) {
    if (!isStringNode(item)) throw new Error('invalid value type expect a string');
    replaceScalar(item, lookup);
  }
}

const TAGS = { text: tag.string, integer: tag.integer, float: tag.float, boolean: tag.boolean } as const;

/** Quotes go in any case. */
function replaceScalar(node: YamlNode, lookup: VarLookup): void {
  if (!isStringNode(node)) return;
  const value = expandVars(node.value, lookup);
  node.value = value.text;
  node.tag = TAGS[value.kind];
  node.style = style.plain;
}
