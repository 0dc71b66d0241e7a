import type { ArtifactReader } from '@gotk/artifact-store';
import type { WaitingDependents } from './dependencies/waiting-dependents.js';
import type { ReleaseDriftTracker } from './drift/release-drift-tracker.js';
import type { FeatureGates } from './feature-gates.js';
import type { TenantClients } from './tenant/tenant-clients.js';

/** What every story of this controller works with: its flags, and what it remembers between stories. */
export interface Deps {
  /** Field manager of everything applied. */
  readonly controllerName: string;
  readonly requeueDependencyMs: number;
  readonly noCrossNamespaceRefs: boolean;
  readonly overrideManagers: readonly string[];
  readonly hookPollIntervalMs: number | undefined;
  readonly gates: FeatureGates;
  readonly artifacts: ArtifactReader;
  readonly clients: TenantClients;
  readonly waiting: WaitingDependents;
  readonly drift: ReleaseDriftTracker;
}
