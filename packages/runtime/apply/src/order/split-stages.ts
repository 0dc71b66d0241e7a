import { type KubeObject, parseApiVersion } from '@gotk/objects';

/** Objects that are applied together. */
export interface ApplyStage {
  readonly objects: readonly KubeObject[];
  /** Whether they must be ready before the next stage begins. */
  readonly waits: boolean;
}

/**
 * The stages in order: cluster definitions (CRDs, Namespaces, ClusterRoles), classes (kinds that end in `Class`), kinds the operator
 * named, everything else. Empty stages are left out.
 *
 * @param customKinds `group/Kind`, or `Kind` for the core group.
 */
export function splitStages(
  objects: readonly KubeObject[],
  customKinds: readonly string[] = [],
): readonly ApplyStage[] {
  const stages: [KubeObject[], KubeObject[], KubeObject[], KubeObject[]] = [[], [], [], []];
  for (const object of objects) stages[stageOf(object, customKinds)].push(object);
  return stages
    .map((each, index) => ({ objects: each, waits: index <= 1 }))
    .filter((stage) => stage.objects.length > 0);
}

function stageOf(object: KubeObject, customKinds: readonly string[]): 0 | 1 | 2 | 3 {
  const { group } = parseApiVersion(object.apiVersion);
  if (isClusterDefinition(object.kind, group)) return 0;
  if (object.kind.endsWith('Class')) return 1;
  return customKinds.includes(group === '' ? object.kind : `${group}/${object.kind}`) ? 2 : 3;
}

function isClusterDefinition(kind: string, group: string): boolean {
  return (
    (kind === 'CustomResourceDefinition' && group === 'apiextensions.k8s.io') ||
    (kind === 'Namespace' && group === '') ||
    (kind === 'ClusterRole' && group === 'rbac.authorization.k8s.io')
  );
}
