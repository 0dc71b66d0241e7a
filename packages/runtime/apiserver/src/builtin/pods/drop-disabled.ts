import type { PodSpecDraft } from '../core/pod-draft.js';

interface ProjectedVolume {
  readonly projected?: { sources?: { clusterTrustBundle?: unknown; podCertificate?: unknown }[] | null };
}

/** Takes away what belongs to features that are off by default. */
export function dropDisabled(spec: PodSpecDraft): void {
  for (const { projected } of (spec.volumes ?? []) as readonly ProjectedVolume[])
    for (const source of projected?.sources ?? []) {
      delete source.clusterTrustBundle;
      delete source.podCertificate;
    }
  delete spec['schedulingGroup'];
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const)
    for (const container of spec[list] ?? []) {
      if (container.lifecycle?.stopSignal === undefined) continue;
      delete container.lifecycle.stopSignal;
      if (Object.keys(container.lifecycle).length === 0) delete container.lifecycle;
    }
}
