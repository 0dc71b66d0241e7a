import type { HelmRelease } from '@gotk/flux-types';
import type { PostRenderer } from '@gotk/helm';
import { originLabels } from '../group.js';
import { markObjects } from './mark-objects.js';
import { runKustomize } from './run-kustomize.js';

/** The post-renderer of a release: its own, then the common metadata, then the labels that say whose the objects are. */
export function buildPostRenderer({ metadata, spec }: HelmRelease): PostRenderer {
  const { commonMetadata, postRenderers = [] } = spec;
  const owner = originLabels({ name: metadata.name ?? '', namespace: metadata.namespace ?? '' });
  const labels = { ...commonMetadata?.labels, ...owner };
  return async (manifests) => {
    let current = manifests;
    for (const { kustomize } of postRenderers) {
      if (kustomize !== undefined) current = await runKustomize(current, kustomize);
    }
    return markObjects(current, { labels, annotations: commonMetadata?.annotations ?? {} });
  };
}
