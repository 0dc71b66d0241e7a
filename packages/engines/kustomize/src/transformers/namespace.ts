import { toFieldSpecs } from '../config/parse-transformer-config.js';
import { BOOLEAN, namedString, struct } from '../decode/go-type.js';
import { buildError } from '../errors/build-error.js';
import { wrapError } from '../errors/wrap-error.js';
import { editField, editFields, type FieldEdit } from '../field-spec/edit-field.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { FieldSpecFields } from '../kustomization/kustomization.js';
import { FIELD_SPECS_TYPE, OBJECT_META_TYPE } from '../kustomization/kustomization-type.js';
import { requireField, setField, setScalar } from '../node/fields.js';
import { hasContent, hasValue, textOf } from '../node/node-state.js';
import { requireKind, WrongKindError } from '../node/require-kind.js';
import { emptyNode, scalarNode, tag, type YamlNode } from '../node/yaml-node.js';
import { type TransformerPlugin, withLocal } from '../plugins/plugin.js';
import { buildAnnotation } from '../resource/build-annotations.js';
import { annotation } from '../resource/metadata-fields.js';
import { nodeText } from '../resource/node-text.js';
import { currentId, isPresent, type Resource, storePreviousId } from '../resource/resource.js';
import { idKey, type ResourceId } from '../resource/resource-id.js';
import type { ResourceList } from '../resource/resource-list.js';
import { apiVersionText, kindText } from '../resource/type-fields.js';

/** Which subjects of role bindings get the namespace. */
type SubjectMode = 'defaultOnly' | 'allServiceAccounts' | 'none';

interface NamespaceConfig {
  readonly metadata?: { readonly namespace?: string };
  readonly fieldSpecs?: readonly FieldSpecFields[];
  readonly unsetOnly?: boolean;
  readonly setRoleBindingSubjects?: string;
}

interface NamespaceEdit {
  readonly namespace: string;
  readonly specs: readonly FieldSpec[];
  readonly unsetOnly: boolean;
  readonly subjects: SubjectMode;
}

/** Gives every object that can have one the same namespace. */
export const namespaceTransformer: TransformerPlugin<NamespaceConfig> = {
  role: 'transformer',
  kind: 'NamespaceTransformer',
  decodeContext: 'unmarshalling NamespaceTransformer config',
  type: struct('builtins.NamespaceTransformerPlugin', {
    metadata: OBJECT_META_TYPE,
    fieldSpecs: FIELD_SPECS_TYPE,
    unsetOnly: BOOLEAN,
    setRoleBindingSubjects: namedString('namespace.RoleBindingSubjectMode'),
  }),
  configure({ metadata, fieldSpecs, unsetOnly = false, setRoleBindingSubjects = '' }) {
    const edit: NamespaceEdit = {
      namespace: metadata?.namespace ?? '',
      specs: toFieldSpecs(fieldSpecs),
      unsetOnly,
      subjects: parseSubjectMode(setRoleBindingSubjects),
    };
    const transform = (list: ResourceList): void => {
      if (edit.namespace !== '') setNamespaces(list, edit);
    };
    const key = JSON.stringify(['namespace', edit]);
    if (edit.namespace === '') return transform;
    return withLocal(transform, { key, edit: (resource) => void setNamespace(resource, edit), checksIds: true });
  },
};

function parseSubjectMode(mode: string): SubjectMode {
  if (mode === '') return 'defaultOnly';
  if (mode === 'defaultOnly' || mode === 'allServiceAccounts' || mode === 'none') return mode;
  throw new Error(
    `invalid value ${JSON.stringify(mode)} for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"`,
  );
}

function setNamespaces(list: ResourceList, edit: NamespaceEdit): void {
  const ids = new IdCensus(list.all);
  for (const resource of list.all) {
    if (!setNamespace(resource, edit)) continue;
    const same = ids.update(resource, currentId(resource));
    if (same.length > 1) throw conflict(same);
  }
  list.forgetIds();
}

/** @returns whether the object is one to get a namespace. */
function setNamespace(resource: Resource, edit: NamespaceEdit): boolean {
  if (!isPresent(resource) || annotation(resource.view, buildAnnotation.helmGenerated) === 'true') return false;
  storePreviousId(resource);
  editNamespace(resource.node, currentId(resource).clusterScoped, edit);
  return true;
}

/** Gives one object a namespace, and nothing else in it that a kustomization would. */
export function setNamespaceOf(resource: Resource, namespace: string): void {
  const edit: NamespaceEdit = { namespace, specs: [], unsetOnly: false, subjects: 'defaultOnly' };
  editNamespace(resource.node, currentId(resource).clusterScoped, edit);
}

/** Who has which id, kept up to date as ids change. */
class IdCensus {
  readonly #holders = new Map<string, Set<Resource>>();
  /** The id under which each resource is held. */
  readonly #keys = new Map<Resource, string>();

  constructor(resources: readonly Resource[]) {
    for (const resource of resources) this.#hold(resource, currentId(resource));
  }

  /** To be called when the id of a resource may have changed. @returns all that have its id now, in their order. */
  update(resource: Resource, id: ResourceId): readonly Resource[] {
    this.#holders.get(this.#keys.get(resource) ?? '')?.delete(resource);
    const holders = this.#hold(resource, id);
    return holders.size === 1 ? [resource] : [...this.#keys.keys()].filter((other) => holders.has(other));
  }

  #hold(resource: Resource, id: ResourceId): ReadonlySet<Resource> {
    const key = idKey(id);
    const holders = this.#holders.get(key) ?? new Set<Resource>();
    this.#holders.set(key, holders.add(resource));
    this.#keys.set(resource, key);
    return holders;
  }
}

function conflict(same: readonly Resource[]): Error {
  const texts = same.map(({ view }) => nodeText(view));
  return buildError('kustomize-duplicate-id', `namespace transformation produces ID conflict: [${texts.join(' ')}]`, {
    at: same.at(-1)?.origin,
    hint: 'Objects that differ only in their namespace become the same object; rename one of them.',
  });
}

const SCALAR = { kind: 'scalar', tag: tag.string } as const;
const UNTAGGED_SCALAR = { kind: 'scalar', tag: tag.none } as const;
const METADATA_NAMESPACE: FieldSpec = { group: '', version: '', kind: '', path: 'metadata/namespace', create: true };

function editNamespace(object: YamlNode, clusterScoped: boolean, edit: NamespaceEdit): void {
  const setText = textSetter(edit);
  if (!clusterScoped) editField(object, METADATA_NAMESPACE, setText, UNTAGGED_SCALAR);
  const isBinding = isRoleBinding(kindText(object));
  if (isBinding) editSubjects(object, edit.subjects, setText);
  const specs = edit.specs.filter((spec) => isApplicable(spec, apiVersionText(object), isBinding));
  try {
    editFields(object, specs, setText, SCALAR);
  } catch (error) {
    const wrong = findWrongKind(error);
    const isCollection = wrong !== undefined && wrong.found !== 'scalar';
    throw wrapError(
      error,
      isCollection ? 'namespace field specs must target scalar nodes' : 'namespace transformation failed',
    );
  }
}

function isRoleBinding(kind: string): boolean {
  return kind === 'RoleBinding' || kind === 'ClusterRoleBinding';
}

/** Specs for fields that are not left to specs do not count: metadata.namespace, names of anything but v1, subjects. */
function isApplicable({ kind, path }: FieldSpec, apiVersion: string, isBinding: boolean): boolean {
  if (path === 'metadata/namespace') return false;
  if (path === 'metadata/name' && apiVersion !== 'v1') return false;
  return !(isBinding && isRoleBinding(kind) && path === 'subjects/namespace');
}

function textSetter({ namespace, unsetOnly }: NamespaceEdit): FieldEdit {
  return (node) => {
    if (unsetOnly && hasContent(node) && textOf(node) !== '') return;
    setScalar(node, scalarNode(namespace, tag.string));
  };
}

function editSubjects(object: YamlNode, mode: SubjectMode, setText: FieldEdit): void {
  const subjects = mode === 'none' ? undefined : requireField(object, 'subjects');
  if (!hasValue(subjects)) return;
  try {
    requireKind(subjects, 'sequence');
    for (const subject of subjects.items) editSubject(subject, mode, setText);
  } catch (error) {
    throw wrapError(error, 'setting namespace on (cluster)role binding subjects');
  }
}

function editSubject(subject: YamlNode, mode: SubjectMode, setText: FieldEdit): void {
  const [name, wanted] = mode === 'allServiceAccounts' ? ['kind', 'ServiceAccount'] : ['name', 'default'];
  if (!subjectHas(subject, name, wanted)) return;
  const node = requireField(subject, 'namespace') ?? setField(subject, 'namespace', emptyNode('scalar'));
  if (node !== undefined) setText(node);
}

function subjectHas(subject: YamlNode, name: string, wanted: string): boolean {
  try {
    const value = requireField(subject, name);
    requireKind(value, 'scalar');
    return hasValue(value) && value.value === wanted;
  } catch (error) {
    throw wrapError(error, `looking up ${name} on (cluster)role binding subject`);
  }
}

function findWrongKind(error: unknown): WrongKindError | undefined {
  for (let current = error; current instanceof Error; current = current.cause)
    if (current instanceof WrongKindError) return current;
  return undefined;
}
