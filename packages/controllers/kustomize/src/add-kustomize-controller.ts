import { homedir } from 'node:os';
import type { ArtifactOpener } from '@gotk/artifact-store';
import { type ControllerDefinition, type Manager, resolveFeatureGates } from '@gotk/controller-runtime';
import { Dependencies } from '@gotk/dependencies';
import { DriftTracker } from '@gotk/drift-watch';
import { renderMs } from '@gotk/duration';
import type { Kustomization } from '@gotk/flux-types';
import type { KubeClient } from '@gotk/kube-client';
import { type BuildCache, createBuildCache, type FetchRemote, type HelmOptions } from '@gotk/kustomize';
import type { ManagedFieldsEntry } from '@gotk/objects';
import { type TenancyFlags, TenantClients } from '@gotk/tenancy';
import { ApplyMemories } from './apply-memories.js';
import { ManifestCache } from './build/manifest-cache.js';
import { Substitutions } from './build/substitutions.js';
import type { Deps } from './deps.js';
import { driftPolicy } from './drift/drift-policy.js';
import { KUSTOMIZE_FEATURE_GATES } from './feature-gates.js';
import { KUSTOMIZATION } from './group.js';
import { finalizeKustomization } from './kustomization/finalize.js';
import { retryIntervalMs } from './kustomization/intervals.js';
import { parseKustomization } from './kustomization/parse-kustomization.js';
import { reconcileKustomization } from './kustomization/reconcile.js';
import { concludeKustomization } from './kustomization/status.js';
import { displacedManagers } from './kustomization/steps/apply-manifests.js';
import { indexes, watchRules } from './kustomization/watches.js';

/** The controller's flags, with Flux's defaults, and what it stands on. */
export interface KustomizeControllerOptions extends TenancyFlags {
  /** The API as the controller itself. */
  readonly client: KubeClient;
  /** Opens the artifacts of sources. */
  readonly artifacts: ArtifactOpener;
  /** Field manager of applied objects, source of events. Default `kustomize-controller`; status is written as `gotk-<name>`. */
  readonly controllerName?: string;
  /** `--concurrent`. Default 4. */
  readonly concurrent?: number;
  /** `--concurrent-ssa`. Default 4. */
  readonly concurrentSsa?: number;
  /** `--requeue-dependency`. Default 30 s. */
  readonly requeueDependencyMs?: number;
  /** `--no-cross-namespace-refs`. Default false. */
  readonly noCrossNamespaceRefs?: boolean;
  /** `--no-remote-bases`. Default false. */
  readonly noRemoteBases?: boolean;
  /** `--override-manager`. Default: none. */
  readonly overrideManagers?: readonly string[];
  /** `--custom-apply-stage-kinds`, as `group/Kind` or `Kind`. Default: none. */
  readonly customApplyStageKinds?: readonly string[];
  /** `--watch-configs-label-selector`. Default `reconcile.fluxcd.io/watch=Enabled`. */
  readonly watchConfigsLabelSelector?: string;
  /** `--feature-gates`. */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** `--sops-age-secret`, in the controller's namespace. Default: none. */
  readonly sopsAgeSecret?: { readonly namespace: string; readonly name: string };
  /** The home directory that SOPS' errors name. Default: the user's. */
  readonly homeDirectory?: string;
  /** Fetches remote bases. Absent: they are refused. */
  readonly fetchRemote?: FetchRemote;
  /** Renders charts of kustomizations. Absent: they are refused. */
  readonly helm?: HelmOptions;
  /** What builds have in common. Default: a cache of its own. */
  readonly buildCache?: BuildCache;
  /** Bytes of built manifests kept between reconciliations. Default 64 MiB. */
  readonly manifestCacheBytes?: number;
  readonly nowMs?: () => number;
}

const DEFAULT_NAME = 'kustomize-controller';
const MANIFEST_CACHE_BYTES = 64 * 1024 * 1024;

/**
 * Adds the controller of Kustomizations to a manager.
 * @throws Error for a feature gate that does not exist, and for a default account that needs one which is off.
 */
export function addKustomizeController(manager: Manager, options: KustomizeControllerOptions): void {
  manager.add(kustomizationController(options));
}

function kustomizationController(options: KustomizeControllerOptions): ControllerDefinition<Kustomization> {
  const deps = createDeps(options);
  return {
    kind: KUSTOMIZATION,
    controllerName: deps.controllerName,
    finalizer: 'finalizers.fluxcd.io',
    fieldOwner: `gotk-${deps.controllerName}`,
    ownedConditions: ['Healthy', 'Ready', 'Reconciling', 'Stalled'],
    concurrency: options.concurrent ?? 4,
    parse: parseKustomization,
    indexes,
    watches: (scope) => watchRules(deps, scope, options.watchConfigsLabelSelector),
    retryIntervalMs,
    reconcile: (context) => reconcileKustomization(deps, context),
    finalize: (context) => finalizeKustomization(deps, context),
    conclude: concludeKustomization,
    forget: (key) => {
      deps.dependencies.forget(key);
      deps.drift.forget(key);
    },
    close: () => deps.clients.close(),
  };
}

function createDeps(options: KustomizeControllerOptions): Deps {
  const { controllerName = DEFAULT_NAME, overrideManagers = [], nowMs = Date.now } = options;
  const { requeueDependencyMs = 30_000 } = options;
  const gates = resolveFeatureGates(KUSTOMIZE_FEATURE_GATES, options.featureGates);
  const displaced = displacedManagers({ controllerName, overrideManagers });
  const isDisplaced = ({ manager = '', operation, subresource = '' }: ManagedFieldsEntry): boolean =>
    subresource === '' && displaced.some((each) => each.operation === operation && manager.startsWith(each.name));
  return {
    controllerName,
    overrideManagers,
    concurrentSsa: options.concurrentSsa ?? 4,
    requeueDependencyMs,
    noCrossNamespaceRefs: options.noCrossNamespaceRefs ?? false,
    customApplyStageKinds: options.customApplyStageKinds ?? [],
    gates,
    sopsAgeSecret: options.sopsAgeSecret,
    homeDirectory: options.homeDirectory ?? homedir(),
    artifacts: options.artifacts,
    fetchRemote: options.noRemoteBases === true ? undefined : options.fetchRemote,
    helm: options.helm,
    buildCache: options.buildCache ?? createBuildCache(),
    substitutions: new Substitutions(),
    manifests: new ManifestCache(options.manifestCacheBytes ?? MANIFEST_CACHE_BYTES),
    clients: new TenantClients({
      ...options,
      allowsServiceAccounts: gates.ObjectLevelWorkloadIdentity,
      wording: {
        missingReference: 'KubeConfig secret reference is missing',
        unreadableSecret: (name, error) => `unable to read KubeConfig secret '${name}' error: ${error}`,
      },
    }),
    memories: new ApplyMemories(),
    drift: new DriftTracker({ policy: driftPolicy({ fieldManager: controllerName, isDisplaced }), nowMs }),
    dependencies: new Dependencies({
      kind: KUSTOMIZATION,
      requeueDependencyMs,
      isAdditive: gates.AdditiveCELDependencyCheck,
      wording: {
        missing: (name, error) => `dependency '${name}' not found: ${error}`,
        waiting: () => `Dependencies do not meet ready condition, retrying in ${renderMs(requeueDependencyMs)}`,
      },
    }),
  };
}
