import type { ArtifactReader } from '@gotk/artifact-store';
import type { Dependencies } from '@gotk/dependencies';
import type { DigestAlgorithm } from '@gotk/digest';
import type { DriftTracker } from '@gotk/drift-watch';
import type { HelmRelease } from '@gotk/flux-types';
import type { TenantClients } from '@gotk/tenancy';
import type { FeatureGates } from './feature-gates.js';

/** What every story of this controller works with: its flags, and what it remembers between stories. */
export interface Deps {
  /** Field manager of everything applied. */
  readonly controllerName: string;
  readonly requeueDependencyMs: number;
  readonly noCrossNamespaceRefs: boolean;
  readonly overrideManagers: readonly string[];
  readonly hookPollIntervalMs: number | undefined;
  /** Of the digests in the status. */
  readonly digestAlgorithm: DigestAlgorithm;
  readonly gates: FeatureGates;
  readonly artifacts: ArtifactReader;
  readonly clients: TenantClients;
  readonly dependencies: Dependencies<HelmRelease>;
  readonly drift: DriftTracker;
}
