import type { Identity } from '@gotk/kube-client';
import type { ObjectRecord } from '../../storage/object-record.js';
import { recordKey } from '../../storage/object-record.js';
import type { Store } from '../../storage/store.js';
import type { BindingObject, PolicyRule, RoleObject, RoleRef, Subject } from './rbac-objects.js';
import { RBAC_GROUP } from './rbac-objects.js';

/** A rule that applies to a user and the binding that gave it, or a role that a binding names in vain. */
export type ResolvedRule =
  | { readonly kind: 'rule'; readonly rule: PolicyRule; readonly source: () => string }
  | { readonly kind: 'missing'; readonly problem: string };

/** Finds the rules that bindings give to users. */
export class RuleResolver {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The rules that apply to a user in a namespace (empty: cluster-wide), those of ClusterRoleBindings first. */
  *rulesFor(user: Identity, namespace: string): Iterable<ResolvedRule> {
    yield* this.#through(this.#store.scan(`${RBAC_GROUP}/clusterrolebindings`), user, '');
    if (namespace === '') return;
    yield* this.#through(this.#store.scan(`${RBAC_GROUP}/rolebindings`, `${namespace}/`), user, namespace);
  }

  /** The rules of the role that a binding refers to, or why there are none. */
  referencedRules({ kind, name }: RoleRef, namespace: string): readonly PolicyRule[] | { readonly problem: string } {
    if (kind !== 'Role' && kind !== 'ClusterRole')
      return { problem: `unsupported role reference kind: ${JSON.stringify(kind)}` };
    const resource = kind === 'Role' ? 'roles' : 'clusterroles';
    const record = this.#store.get(`${RBAC_GROUP}/${resource}`, kind === 'Role' ? recordKey(namespace, name) : name);
    if (record === undefined)
      return { problem: `${kind.toLowerCase()}.${RBAC_GROUP} ${JSON.stringify(name)} not found` };
    return (record.object as RoleObject).rules ?? [];
  }

  *#through(bindings: Iterable<ObjectRecord>, user: Identity, namespace: string): Iterable<ResolvedRule> {
    for (const { object } of bindings) {
      const binding = object as BindingObject; // The collection holds nothing else.
      const subject = (binding.subjects ?? []).find((item) => isMeant(item, user, namespace));
      if (subject === undefined) continue;
      const rules = this.referencedRules(binding.roleRef, namespace);
      if ('problem' in rules) yield { kind: 'missing', ...rules };
      else for (const rule of rules) yield { kind: 'rule', rule, source: () => describe(binding, subject) };
    }
  }
}

/** Whether a subject of a binding in `namespace` means the user. */
function isMeant(
  { kind, name, namespace }: Subject,
  { user, groups = [] }: Identity,
  bindingNamespace: string,
): boolean {
  if (kind === 'User') return user === name;
  if (kind === 'Group') return groups.includes(name);
  if (kind !== 'ServiceAccount') return false;
  const home = namespace === undefined || namespace === '' ? bindingNamespace : namespace;
  return home !== '' && user === `system:serviceaccount:${home}:${name}`;
}

function describe({ kind, metadata, roleRef }: BindingObject, subject: Subject): string {
  const { name = '', namespace } = metadata;
  const binding = kind === 'RoleBinding' ? `${name}/${namespace ?? ''}` : name;
  const home = subject.namespace ?? namespace ?? '';
  const shown = subject.kind === 'ServiceAccount' ? `${subject.name}/${home}` : subject.name;
  const [from, to] = [JSON.stringify(binding), JSON.stringify(roleRef.name)];
  return `${kind} ${from} of ${roleRef.kind} ${to} to ${subject.kind} ${JSON.stringify(shown)}`;
}
