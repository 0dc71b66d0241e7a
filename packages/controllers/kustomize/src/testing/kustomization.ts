import type { Kustomization, KustomizationSpec } from '@gotk/flux-types';
import type { JsonObject } from '@gotk/json';
import { KUSTOMIZATION } from '../group.js';

/** A Kustomization in namespace `ns`, made from the GitRepository `app`. */
export function kustomization(
  name: string,
  spec: Partial<KustomizationSpec> = {},
  { status, ...metadata }: { readonly status?: JsonObject } & Record<string, unknown> = {},
): Kustomization {
  return {
    ...KUSTOMIZATION,
    metadata: { namespace: 'ns', name, ...metadata },
    spec: { interval: '1h', prune: true, sourceRef: { kind: 'GitRepository', name: 'app' }, ...spec },
    ...(status === undefined ? {} : { status }),
  } as Kustomization;
}
