import { memoryTree } from '@gotk/file-tree';
import type { HelmReleaseSpec } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { kustomizeBuild, renderBuild } from '@gotk/kustomize';

type KustomizeEdits = NonNullable<NonNullable<HelmReleaseSpec['postRenderers']>[number]['kustomize']>;

const INPUT = 'helm-output.yaml';

/** Changes manifests with kustomize. @throws LocatedError with kustomize's text */
export async function runKustomize(manifests: string, { images = [], patches = [] }: KustomizeEdits): Promise<string> {
  const kustomization: JsonObject = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [INPUT],
    ...(images.length === 0 ? {} : { images: images.map((image) => ({ ...image })) }),
    ...(patches.length === 0 ? {} : { patches: patches.map((patch) => JSON.parse(JSON.stringify(patch))) }),
  };
  const tree = memoryTree({ [INPUT]: manifests, 'kustomization.yaml': JSON.stringify(kustomization) });
  return renderBuild(await kustomizeBuild({ tree, loadRestrictor: 'LoadRestrictionsNone' }));
}
