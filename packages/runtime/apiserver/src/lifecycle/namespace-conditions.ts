import { fieldOf, type KubeObject } from '@gotk/objects';
import { renderTime } from '../core/kube-time.js';

/** What a namespace that is being deleted still holds. */
export interface NamespaceContent {
  /** Objects by `resource.group`. */
  readonly resources: ReadonlyMap<string, number>;
  /** Objects by finalizer. */
  readonly finalizers: ReadonlyMap<string, number>;
}

interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly lastTransitionTime?: string;
  readonly reason: string;
  readonly message: string;
}

/** The conditions that say what keeps a namespace; `undefined` when it says so already. */
export function namespaceConditions(
  namespace: KubeObject,
  content: NamespaceContent,
  nowMs: number,
): readonly Condition[] | undefined {
  const present = fieldOf(namespace, 'status', 'conditions');
  const before = (Array.isArray(present) ? present : []) as unknown as readonly Condition[];
  const wanted = conditionsOf(content);
  const same = (a: Condition, b: Condition | undefined): boolean =>
    a.status === b?.status && a.reason === b.reason && a.message === b.message;
  const find = (type: string): Condition | undefined => before.find((each) => each.type === type);
  if (wanted.every((each) => same(each, find(each.type)))) return undefined;
  return wanted.map(({ type, status, ...because }) => {
    const old = find(type);
    const lastTransitionTime = (old?.status === status ? old.lastTransitionTime : undefined) ?? renderTime(nowMs);
    return { type, status, lastTransitionTime, ...because };
  });
}

function conditionsOf({ resources, finalizers }: NamespaceContent): readonly Condition[] {
  const left = sorted(resources, (name, count) => `${name} has ${count} resource instances`);
  const kept = sorted(finalizers, (name, count) => `${name} in ${count} resource instances`);
  return [
    fine('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    fine(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    fine(
      'NamespaceDeletionContentFailure',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    resources.size === 0
      ? fine('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed')
      : {
          type: 'NamespaceContentRemaining',
          status: 'True',
          reason: 'SomeResourcesRemain',
          message: `Some resources are remaining: ${left}`,
        },
    finalizers.size === 0
      ? fine('NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished')
      : {
          type: 'NamespaceFinalizersRemaining',
          status: 'True',
          reason: 'SomeFinalizersRemain',
          message: `Some content in the namespace has finalizers remaining: ${kept}`,
        },
  ];
}

function fine(type: string, reason: string, message: string): Condition {
  return { type, status: 'False', reason, message };
}

function sorted(counts: ReadonlyMap<string, number>, render: (name: string, count: number) => string): string {
  return [...counts]
    .map(([name, count]) => render(name, count))
    .sort()
    .join(', ');
}
