import type { NameReference } from '../config/default-field-specs.js';
import { buildError } from '../errors/build-error.js';
import { wrapError } from '../errors/wrap-error.js';
import { editField } from '../field-spec/edit-field.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { BuildMemo } from '../memo/build-memo.js';
import { field, requireField, setField, setScalar } from '../node/fields.js';
import { hasContent, hasValue } from '../node/node-state.js';
import { scalarNode, type YamlNode } from '../node/yaml-node.js';
import { renderObjectYaml } from '../output/render-object.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { apiVersionOf, type Gvk, gvkSelected } from '../resource/gvk.js';
import { appendToList, currentId, originalId, type Resource } from '../resource/resource.js';
import { type ResourceId, renderId } from '../resource/resource-id.js';
import type { ResourceList } from '../resource/resource-list.js';
import { kindText } from '../resource/type-fields.js';
import { KeptReferences } from './kept-references.js';
import { asReferrer, type Referrer, TargetIndex } from './target-index.js';

/** A field of an object that may hold the name of an object of some kind. */
interface ReferringField {
  readonly spec: FieldSpec;
  readonly target: Gvk;
}

/** How references are written. */
export interface ReferenceOptions {
  /** Whether objects note who refers to them: only the words of errors ever show it. */
  readonly notes: boolean;
  readonly memo: BuildMemo | undefined;
}

/**
 * Writes the names that objects have now wherever other objects refer to them by the names they had.
 *
 * References are found from the names that stand in the fields, by an index of all names that objects have had: the cost grows
 * with the number of references, not with all pairs of objects.
 *
 * @throws LocatedError `kustomize-ambiguous` when a name may mean several objects that are called differently now.
 */
export function fixNameReferences(
  list: ResourceList,
  references: readonly NameReference[],
  { notes, memo }: ReferenceOptions,
): void {
  if (references.length === 0) return;
  const targets = new TargetIndex(list.all);
  const fieldsByKind = new Map<string, readonly ReferringField[]>();
  const kept = keepReferences(references, targets, memo);
  for (const resource of list.all) {
    const fields = referringFields(originalId(resource), references, fieldsByKind);
    if (fields.length === 0) continue;
    if (kept === undefined) fixFields(resource, fields, targets, notes);
    else kept.edit(resource, () => fixFields(resource, fields, targets, false));
  }
  list.forgetIds();
}

/** What becomes of references depends on what objects are and were called, as long as no reference changes that. */
function keepReferences(
  references: readonly NameReference[],
  targets: TargetIndex,
  memo: BuildMemo | undefined,
): KeptReferences | undefined {
  const isSafe = references.every(({ referrers }) => referrers.every(({ path }) => !CHANGES_IDENTITY.test(path)));
  return memo === undefined || !isSafe ? undefined : new KeptReferences(references, targets, memo);
}

/** Fields that say what an object is called, and those in which a build notes what it was called. */
const CHANGES_IDENTITY = /^(?:kind|apiVersion|metadata(?!\/annotations\/(?!internal\.)|\/labels\/))|\*/;

function fixFields(resource: Resource, fields: readonly ReferringField[], targets: TargetIndex, notes: boolean): void {
  const referrer = asReferrer(resource);
  confirmType(referrer);
  for (const { spec, target } of fields) fixField({ referrer, targets, spec, target, notes });
}

/** A field that is null counts as absent in one place and as the text `null` in another. */
function confirmType({ resource: { view }, id }: Referrer): void {
  confirm('APIVersion', field(view, 'apiVersion'), apiVersionOf(id));
  confirm('Kind', field(view, 'kind'), id.kind);
}

function confirm(name: string, node: YamlNode | undefined, expected: string): void {
  const found = hasContent(node) ? node.value : '';
  if (found !== expected) throw new Error(`node-referrerOriginal '${name}' mismatch '${found}' != '${expected}'`);
}

function referringFields(
  id: ResourceId,
  references: readonly NameReference[],
  known: Map<string, readonly ReferringField[]>,
): readonly ReferringField[] {
  const key = `${id.group}/${id.version}/${id.kind}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const fields = references.flatMap((reference) =>
    reference.referrers
      .filter((spec) => gvkSelected(id, spec))
      .map((spec) => ({ spec: { ...spec, group: '', version: '', kind: '' }, target: reference })),
  );
  known.set(key, fields);
  return fields;
}

/** A field of an object whose references are being fixed. */
interface Fix extends ReferringField {
  readonly referrer: Referrer;
  readonly targets: TargetIndex;
  readonly notes: boolean;
}

function fixField(fix: Fix): void {
  const { resource } = fix.referrer;
  try {
    editField(resource.node, { ...fix.spec, create: false }, (node) => fixNode(node, fix));
  } catch (error) {
    throw wrapError(error, `updating name reference in '${fix.spec.path}' field of '${renderId(currentId(resource))}'`);
  }
}

/** The field is a name, an object with `name` and perhaps `namespace`, or a list of either. */
function fixNode(node: YamlNode, fix: Fix): void {
  if (!hasValue(node)) return;
  if (node.kind === 'scalar') fixName(node, fix);
  else if (node.kind === 'mapping') fixNameAndNamespace(node, fix);
  else if (node.kind !== 'sequence') throw new Error('node must be a scalar, sequence or map');
  else for (const item of node.items) fixItem(item, fix);
}

function fixItem(item: YamlNode, fix: Fix): void {
  if (!hasValue(item)) return;
  if (item.kind === 'scalar') fixName(item, fix);
  else if (item.kind === 'mapping') fixNameAndNamespace(item, fix);
  else throw new Error('item is expected to be either a string or a map of string');
}

function fixName(node: YamlNode, fix: Fix): void {
  const target = findTarget(node.value, undefined, fix);
  if (target === undefined) return;
  noteReference(target, fix);
  const { name } = currentId(target);
  if (name !== node.value) setScalar(node, scalarNode(name));
}

function fixNameAndNamespace(node: YamlNode, fix: Fix): void {
  const nameNode = requireField(node, 'name');
  if (nameNode === undefined) throw new Error("path config error; no 'name' field in node");
  const oldName = nameNode.value;
  const target = findTarget(oldName, requireField(node, 'namespace')?.value, fix, true);
  if (target === undefined) return;
  noteReference(target, fix);
  const { name, namespace } = currentId(target);
  if (name === oldName && namespace === '') return;
  setField(node, 'name', scalarNode(name));
  if (namespace !== '') setField(node, 'namespace', scalarNode(namespace));
}

function noteReference(target: Resource, { referrer, notes }: Fix): void {
  if (!notes) return;
  appendToList(target, buildAnnotation.refBy, renderId(currentId(referrer.resource)));
}

/**
 * @param namespace where the reference names one.
 * @param takesNamespace whether the namespace is written as well as the name.
 */
function findTarget(
  name: string,
  namespace: string | undefined,
  { referrer, targets, spec: { path }, target }: Fix,
  takesNamespace = false,
): Resource | undefined {
  const candidates = targets.candidates(referrer, { name, namespace, path, target });
  const [first, ...others] = candidates;
  if (first === undefined || others.length === 0) return first;
  if (others.every((other) => isSame(first, other, takesNamespace))) return first;
  throw ambiguous(referrer.resource, candidates);
}

function isSame(a: Resource, b: Resource, withNamespace: boolean): boolean {
  const [one, other] = [currentId(a), currentId(b)];
  return one.name === other.name && (!withNamespace || one.namespace === other.namespace);
}

function ambiguous(referrer: Resource, candidates: readonly Resource[]): Error {
  const ids = candidates.map((candidate) => renderId(currentId(candidate))).join(', ');
  const details = candidates.map(({ view }, index) => `--- possible referral ${index}:\n${renderObjectYaml(view)}\n`);
  const header = `\n**** Too many possible referral targets to referrer:\n${renderObjectYaml(referrer.view)}\n`;
  return buildError('kustomize-ambiguous', `found multiple possible referrals: ${ids}\n${header}${details.join('')}`, {
    at: referrer.origin,
    hint: `The name in this ${kindText(referrer.view)} may mean any of them; rename one.`,
  });
}
