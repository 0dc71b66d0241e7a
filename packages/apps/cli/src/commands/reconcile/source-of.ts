import type { FluxKind } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { textAt } from '../../kinds/cli-kind.js';

/** The source that is reconciled before an object. */
export interface SourceToReconcile {
  readonly kind: FluxKind;
  readonly namespace: string;
  readonly name: string;
  /** Whether its own source comes first as well. */
  readonly withSource: boolean;
}

const KINDS_OF_SOURCES: Readonly<Record<string, readonly FluxKind[]>> = {
  Kustomization: ['OCIRepository', 'GitRepository', 'Bucket'],
  HelmChart: ['HelmRepository', 'GitRepository', 'Bucket'],
  HelmRelease: ['HelmChart', 'OCIRepository'],
};

/**
 * The source of a Kustomization, HelmChart or HelmRelease.
 *
 * @throws when a source of its kind cannot be asked to reconcile.
 */
export function sourceOf(object: KubeObject): SourceToReconcile {
  const own = object.metadata.namespace ?? '';
  if (object.kind === 'HelmRelease' && fieldOf(object, 'spec', 'chartRef') === undefined) {
    const namespace = textAt(object, 'spec', 'chart', 'spec', 'sourceRef', 'namespace') || own;
    return { kind: 'HelmChart', namespace, name: `${own}-${object.metadata.name ?? ''}`, withSource: true };
  }
  const path = ['spec', object.kind === 'HelmRelease' ? 'chartRef' : 'sourceRef'];
  const wanted = textAt(object, ...path, 'kind');
  const kind = KINDS_OF_SOURCES[object.kind]?.find((each) => each === wanted);
  if (kind === undefined) throw new Error(`cannot reconcile source of kind ${wanted}`);
  return {
    kind,
    namespace: textAt(object, ...path, 'namespace') || own,
    name: textAt(object, ...path, 'name'),
    withSource: kind === 'HelmChart',
  };
}
