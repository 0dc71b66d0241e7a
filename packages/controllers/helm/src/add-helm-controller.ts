import type { ArtifactReader } from '@gotk/artifact-store';
import { type ControllerDefinition, type Manager, resolveFeatureGates } from '@gotk/controller-runtime';
import { Dependencies } from '@gotk/dependencies';
import type { DigestAlgorithm } from '@gotk/digest';
import { DriftTracker } from '@gotk/drift-watch';
import type { HelmRelease } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import { type TenancyFlags, TenantClients } from '@gotk/tenancy';
import type { Deps } from './deps.js';
import { driftPolicy } from './drift/drift-policy.js';
import { HELM_FEATURE_GATES } from './feature-gates.js';
import { HELM_RELEASE } from './group.js';
import { concludeHelmRelease } from './helm-release/conclude.js';
import { finalizeHelmRelease } from './helm-release/finalize.js';
import { parseHelmRelease } from './helm-release/parse-helm-release.js';
import { reconcileHelmRelease } from './helm-release/reconcile.js';
import { indexes, watchRules } from './helm-release/watches.js';

/** The controller's flags, with Flux's defaults, and what it stands on. */
export interface HelmControllerOptions extends TenancyFlags {
  /** The API as the controller itself. */
  readonly client: KubeClient;
  /** Reads the charts that sources offer. */
  readonly artifacts: ArtifactReader;
  /** Field manager of everything applied, source of events. Default `helm-controller`. */
  readonly controllerName?: string;
  /** `--concurrent`. Default 4. */
  readonly concurrent?: number;
  /** `--requeue-dependency`. Default 30 s. */
  readonly requeueDependencyMs?: number;
  /** `--no-cross-namespace-refs`. Default false. */
  readonly noCrossNamespaceRefs?: boolean;
  /** `--snapshot-digest-algo`. Snapshots of all algorithms are understood. Default `sha256`. */
  readonly snapshotDigestAlgorithm?: DigestAlgorithm;
  /** `--override-manager`. Default: none. */
  readonly overrideManagers?: readonly string[];
  /** `--watch-configs-label-selector`. Default `reconcile.fluxcd.io/watch=Enabled`. */
  readonly watchConfigsLabelSelector?: string;
  /** `--feature-gates`. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** Looks at hooks only this often, as Flux does, and lets failed ones wait until the time is over. Default: watches them. */
  readonly hookPollIntervalMs?: number;
  readonly nowMs?: () => number;
}

const DEFAULT_NAME = 'helm-controller';

/**
 * Adds the controller of HelmReleases to a manager.
 * @throws Error for a feature gate that does not exist, and for a default account that needs one which is off.
 */
export function addHelmController(manager: Manager, options: HelmControllerOptions): void {
  manager.add(helmController(options));
}

function helmController(options: HelmControllerOptions): ControllerDefinition<HelmRelease> {
  const deps = createDeps(options);
  return {
    kind: HELM_RELEASE,
    controllerName: deps.controllerName,
    finalizer: 'finalizers.fluxcd.io',
    fieldOwner: deps.controllerName,
    ownedConditions: ['Released', 'Remediated', 'TestSuccess', 'Drifted', 'Reconciling', 'Ready', 'Stalled'],
    concurrency: options.concurrent ?? 4,
    parse: parseHelmRelease,
    indexes,
    watches: (scope) => watchRules(deps, scope, options.watchConfigsLabelSelector),
    reconcile: (context) => reconcileHelmRelease(deps, context),
    finalize: (context) => finalizeHelmRelease(deps, context),
    conclude: concludeHelmRelease,
    forget: (key) => {
      deps.dependencies.forget(key);
      deps.drift.forget(key);
    },
    close: () => deps.clients.close(),
  };
}

function createDeps(options: HelmControllerOptions): Deps {
  const { controllerName = DEFAULT_NAME, nowMs = Date.now } = options;
  const { requeueDependencyMs = 30_000 } = options;
  const gates = resolveFeatureGates(HELM_FEATURE_GATES, options.featureGates);
  return {
    controllerName,
    requeueDependencyMs,
    noCrossNamespaceRefs: options.noCrossNamespaceRefs ?? false,
    overrideManagers: options.overrideManagers ?? [],
    hookPollIntervalMs: options.hookPollIntervalMs,
    digestAlgorithm: options.snapshotDigestAlgorithm ?? 'sha256',
    gates,
    artifacts: options.artifacts,
    clients: new TenantClients({
      ...options,
      allowsServiceAccounts: gates.ObjectLevelWorkloadIdentity,
      wording: {
        missingReference: 'exactly one of .spec.kubeConfig.configMapRef or spec.kubeConfig.secretRef must be set',
        unreadableSecret: (name, error) => `could not get KubeConfig secret '${name}': ${error}`,
      },
    }),
    dependencies: new Dependencies({
      kind: HELM_RELEASE,
      requeueDependencyMs,
      isAdditive: gates.AdditiveCELDependencyCheck,
      wording: {
        missing: (name, error) => `unable to get '${name}' dependency: ${error}`,
        waiting: (problem) => problem,
        malformed: (message) => ({ severity: 'error', message }),
      },
    }),
    drift: new DriftTracker({ policy: driftPolicy(controllerName), nowMs }),
  };
}
