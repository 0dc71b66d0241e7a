import type { FluxKind } from '@gotk/flux-types';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { textAt } from '../../kinds/cli-kind.js';

/** A source that is reconciled before an object. */
export interface SourceToReconcile {
  readonly kind: FluxKind;
  readonly namespace: string;
  readonly name: string;
  /** Whether its own sources come first as well. */
  readonly withSource: boolean;
}

/** The kinds that can be asked, by the kind that follows them. */
const KINDS_OF_SOURCES: Readonly<Record<string, readonly FluxKind[]>> = {
  Kustomization: ['OCIRepository', 'GitRepository', 'Bucket', 'ExternalArtifact'],
  HelmChart: ['HelmRepository', 'GitRepository', 'Bucket'],
  HelmRelease: ['HelmChart', 'OCIRepository', 'ExternalArtifact'],
  ExternalArtifact: ['ArtifactGenerator'],
  ArtifactGenerator: ['GitRepository', 'OCIRepository', 'Bucket', 'HelmChart', 'ExternalArtifact'],
};

/** Kinds that are made of others, which come first. */
const MADE_OF_OTHERS: ReadonlySet<string> = new Set(['HelmChart', 'ExternalArtifact', 'ArtifactGenerator']);

/**
 * The sources of an object, in the order in which they are asked. Flux's own command stops at an ExternalArtifact; here
 * whatever generates it is asked.
 *
 * @throws when a source of its kind cannot be asked to reconcile.
 */
export function sourcesOf(object: KubeObject): readonly SourceToReconcile[] {
  switch (object.kind) {
    case 'HelmRelease': {
      const chartRef = fieldOf(object, 'spec', 'chartRef');
      return [chartRef === undefined ? chartOf(object) : referenced(object, chartRef)];
    }
    case 'ArtifactGenerator': {
      const sources = fieldOf(object, 'spec', 'sources');
      return Array.isArray(sources) ? sources.map((each) => referenced(object, each)) : [];
    }
    default:
      return [referenced(object, fieldOf(object, 'spec', 'sourceRef'))];
  }
}

/** The chart that the controller makes for a release. */
function chartOf(release: KubeObject): SourceToReconcile {
  const own = release.metadata.namespace ?? '';
  const namespace = textAt(release, 'spec', 'chart', 'spec', 'sourceRef', 'namespace') || own;
  return { kind: 'HelmChart', namespace, name: `${own}-${release.metadata.name ?? ''}`, withSource: true };
}

function referenced({ kind: follower, metadata }: KubeObject, reference: unknown): SourceToReconcile {
  const wanted = textAt(reference, 'kind');
  const kind = KINDS_OF_SOURCES[follower]?.find((each) => each === wanted);
  if (kind === undefined) throw new Error(`cannot reconcile source of kind ${wanted}`);
  return {
    kind,
    namespace: textAt(reference, 'namespace') || (metadata.namespace ?? ''),
    name: textAt(reference, 'name'),
    withSource: MADE_OF_OTHERS.has(kind),
  };
}
