import { wrapError } from '../errors/wrap-error.js';
import { requireField } from '../node/fields.js';
import { isInteger, isSelector, lookupOrCreatePath, lookupPath } from '../node/lookup-path.js';
import { hasValue } from '../node/node-state.js';
import { splitPath } from '../node/split-path.js';
import { convertEmptyNode, type NodeKind, tag, type YamlNode } from '../node/yaml-node.js';
import { splitApiVersion } from '../resource/gvk.js';
import { idOfNode } from '../resource/node-id.js';
import { renderId } from '../resource/resource-id.js';
import { apiVersionText, kindText } from '../resource/type-fields.js';
import type { FieldSpec } from './field-spec.js';

/** What to make where a field is absent or null. */
export interface FieldTemplate {
  readonly kind: NodeKind;
  readonly tag: string;
}

/** Changes the node at the end of a field spec's path, in place. */
export type FieldEdit = (node: YamlNode) => void;

interface PathPart {
  readonly name: string;
  readonly isList: boolean;
}

interface Walk {
  readonly spec: FieldSpec;
  readonly path: readonly PathPart[];
  readonly template: FieldTemplate | undefined;
  readonly edit: FieldEdit;
}

/** Paths by their text: there are few, and each is used for every object. */
const paths = new Map<string, readonly PathPart[]>();
const MAX_PATHS = 10_000;

/** Runs `edit` on every field of `object` that one of `specs` names. */
export function editFields(
  object: YamlNode,
  specs: readonly FieldSpec[],
  edit: FieldEdit,
  template?: FieldTemplate,
): void {
  for (const spec of specsForKind(specs, kindText(object))) editField(object, spec, edit, template);
}

/** Of a list of specs, those that are for one kind: of the defaults it is a few out of many. */
const specsByKind = new WeakMap<readonly FieldSpec[], Map<string, readonly FieldSpec[]>>();

function specsForKind(specs: readonly FieldSpec[], kind: string): readonly FieldSpec[] {
  const ofSpecs = specsByKind.get(specs) ?? new Map<string, readonly FieldSpec[]>();
  specsByKind.set(specs, ofSpecs);
  const known = ofSpecs.get(kind);
  if (known !== undefined) return known;
  const found = specs.filter((spec) => spec.kind === '' || spec.kind === kind);
  ofSpecs.set(kind, found);
  return found;
}

/**
 * Runs `edit` on every field of `object` that `spec` names: on each item, where the path leads through lists.
 * Fields that are absent are left out, or made from `template` where the spec says so.
 */
export function editField(object: YamlNode, spec: FieldSpec, edit: FieldEdit, template?: FieldTemplate): void {
  if (!specMatches(spec, object)) return;
  try {
    walk({ spec, path: pathParts(spec.path), template, edit }, 0, object);
  } catch (error) {
    throw wrapError(error, `considering field '${spec.path}' of object ${renderId(idOfNode(object))}`);
  }
}

function specMatches(spec: FieldSpec, object: YamlNode): boolean {
  if (spec.kind !== '' && spec.kind !== kindText(object)) return false;
  if (spec.group === '' && spec.version === '') return true;
  const [group, version] = splitApiVersion(apiVersionText(object));
  return (spec.group === '' || spec.group === group) && (spec.version === '' || spec.version === version);
}

function pathParts(path: string): readonly PathPart[] {
  const known = paths.get(path);
  if (known !== undefined) return known;
  const parts = splitPath(path, '/').map((part) => ({ name: part.replace(/\[\]$/, ''), isList: part.endsWith('[]') }));
  if (paths.size < MAX_PATHS) paths.set(path, parts);
  return parts;
}

function walk(context: Walk, depth: number, node: YamlNode): void {
  if (depth === context.path.length) context.edit(node);
  else if (!hasValue(node)) return;
  else if (node.kind === 'sequence') walkItems(context, depth, node);
  else if (node.kind === 'mapping') walkField(context, depth, node);
  else throw new Error('expected sequence or mapping node');
}

function walkItems(context: Walk, depth: number, node: YamlNode): void {
  try {
    for (const item of node.items.slice()) walk(context, depth, item);
  } catch (error) {
    const rest = context.path.slice(depth).map(({ name, isList }) => (isList ? `${name}[]` : name));
    throw wrapError(error, `visit traversal on path: [${rest.join(' ')}]`);
  }
}

function walkField(context: Walk, depth: number, node: YamlNode): void {
  const part = context.path[depth];
  if (part === undefined || part.name === '') throw new Error('cannot set or create an empty field name');
  const made = whatToMake(context, depth, part);
  const found = findField(node, part.name, made.create ? made.kind : 'none');
  if (found === undefined) return;
  if (found.tag === tag.null && made.kind !== 'none') convertEmptyNode(found, made.kind, made.tag);
  walk(context, depth + 1, found);
}

interface Made {
  readonly create: boolean;
  readonly kind: NodeKind;
  readonly tag: string;
}

const NOTHING: Made = { create: false, kind: 'none', tag: '' };
const LIST: Made = { create: false, kind: 'sequence', tag: '' };
const MAPPING: Made = { create: true, kind: 'mapping', tag: tag.mapping };

function whatToMake({ spec, template, path }: Walk, depth: number, part: PathPart): Made {
  if (!spec.create || template === undefined || part.isList) return part.isList ? LIST : NOTHING;
  return depth === path.length - 1 ? { create: true, ...template } : MAPPING;
}

function findField(node: YamlNode, name: string, create: NodeKind): YamlNode | undefined {
  try {
    if (create === 'none' && isPlainName(name)) return requireField(node, name);
    return create === 'none' ? lookupPath(node, [name]) : lookupOrCreatePath(node, [name], create);
  } catch (error) {
    throw wrapError(error, `fieldName: ${name}`);
  }
}

/** Neither an index nor a selector nor surrounded by blanks: then a lookup is nothing but a search for the key. */
function isPlainName(name: string): boolean {
  const first = name.charCodeAt(0);
  if ((first >= 0x61 && first <= 0x7a) || (first >= 0x41 && first <= 0x5a)) return name.trim() === name;
  return name !== '-' && name !== '*' && !isInteger(name) && !isSelector(name) && name.trim() === name;
}
