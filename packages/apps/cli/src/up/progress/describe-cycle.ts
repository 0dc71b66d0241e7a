import type { FileTree } from '@gotk/file-tree';
import { LocatedError } from '@gotk/located-error';
import { findDependencyCycle } from './find-cycle.js';
import { findDeclaration } from './find-declaration.js';
import type { ProgressReport } from './follow-progress.js';

const CYCLIC_KINDS = ['Kustomization', 'HelmRelease'];

/**
 * A dependency cycle among what is stuck, with its place, or `undefined`.
 *
 * @param readManifests the source, read only when there is a cycle.
 */
export async function describeCycle(
  { settlement, cluster }: ProgressReport,
  readManifests: () => Promise<FileTree>,
): Promise<LocatedError | undefined> {
  if (settlement.kind !== 'stuck') return undefined;
  for (const kind of CYCLIC_KINDS) {
    const cycle = findDependencyCycle(cluster.flux.filter((object) => object.kind === kind));
    const [first] = cycle ?? [];
    if (cycle === undefined || first === undefined) continue;
    const names = cycle.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`);
    // The place is a help; the cycle is told without it too.
    const at = await readManifests()
      .then((tree) => findDeclaration(tree, first, ['spec', 'dependsOn']))
      .catch(() => undefined);
    return new LocatedError({
      code: 'dependency-cycle',
      message: `dependency cycle: ${kind} ${names.join(' → ')}`,
      at,
      hint: 'Take one of these out of "dependsOn" of another.',
    });
  }
  return undefined;
}
