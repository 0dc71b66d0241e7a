import type { ArtifactOpener } from '@gotk/artifact-store';
import type { Dependencies } from '@gotk/dependencies';
import type { DriftTracker } from '@gotk/drift-watch';
import type { Kustomization } from '@gotk/flux-types';
import type { BuildCache, FetchRemote, HelmOptions } from '@gotk/kustomize';
import type { TenantClients } from '@gotk/tenancy';
import type { ApplyMemories } from './apply-memories.js';
import type { ManifestCache } from './build/manifest-cache.js';
import type { Substitutions } from './build/substitutions.js';
import type { FeatureGates } from './feature-gates.js';

/** What every story of this controller works with: its flags, and what it remembers between stories. */
export interface Deps {
  readonly controllerName: string;
  readonly concurrentSsa: number;
  readonly requeueDependencyMs: number;
  readonly noCrossNamespaceRefs: boolean;
  readonly overrideManagers: readonly string[];
  readonly customApplyStageKinds: readonly string[];
  readonly gates: FeatureGates;
  /** The Secret with age keys for all Kustomizations that name none. */
  readonly sopsAgeSecret: { readonly namespace: string; readonly name: string } | undefined;
  /** Named by SOPS' errors. */
  readonly homeDirectory: string;
  readonly artifacts: ArtifactOpener;
  /** Absent: remote bases are refused. */
  readonly fetchRemote: FetchRemote | undefined;
  readonly helm: HelmOptions | undefined;
  readonly buildCache: BuildCache | undefined;
  readonly manifests: ManifestCache;
  readonly substitutions: Substitutions;
  readonly clients: TenantClients;
  readonly drift: DriftTracker;
  readonly dependencies: Dependencies<Kustomization>;
  readonly memories: ApplyMemories;
}
