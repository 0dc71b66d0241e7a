// Generated from src/schemas/helm by "npm run generate -w @gotk/flux-types"; do not edit.
import type { JsonValue } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import type { CommonMetadata, Condition, DependencyReference, Diagnostic, HealthCheckExpression, IgnoreRule, ImageEdit, KubeConfigReference, LocalObjectReference, PatchEdit, ResourceInventory } from '../shared.generated.js';

/** Installs a Helm chart and keeps it up to date. */
export interface HelmRelease extends KubeObject {
  readonly apiVersion: 'helm.toolkit.fluxcd.io/v2';
  readonly kind: 'HelmRelease';
  readonly spec: HelmReleaseSpec;
  readonly status?: HelmReleaseStatus;
}

/** Which chart to release, and how. */
export interface HelmReleaseSpec {
  /** The HelmChart to make for a release. */
  readonly chart?: HelmChartTemplate;
  /** A source whose artifact is a chart. */
  readonly chartRef?: HelmReleaseChartReference;
  /** How often to check the release. */
  readonly interval: string;
  /** How long one Helm action may take; default: 5m. */
  readonly timeout?: string;
  /** Name of the release; default: made of targetNamespace and name. */
  readonly releaseName?: string;
  /** Namespace to release to; default: that of this object. */
  readonly targetNamespace?: string;
  /** Namespace that holds the history; default: that of this object. */
  readonly storageNamespace?: string;
  /** Values; they win over those of valuesFrom. */
  readonly values?: JsonValue;
  /** ConfigMaps and Secrets with values; later ones win. */
  readonly valuesFrom?: readonly ValuesReference[];
  /** HelmReleases that must be ready first. */
  readonly dependsOn?: readonly DependencyReference[];
  /** How to install. */
  readonly install?: HelmInstall;
  /** How to upgrade. */
  readonly upgrade?: HelmUpgrade;
  /** How to go back to an earlier release. */
  readonly rollback?: HelmRollback;
  /** How to uninstall. */
  readonly uninstall?: HelmUninstall;
  /** Whether and how to run the tests of the chart. */
  readonly test?: HelmTest;
  /** What to do about changes made to the objects of a release. */
  readonly driftDetection?: HelmReleaseDriftDetection;
  /** Changes of the rendered manifests, in order. */
  readonly postRenderers?: readonly HelmPostRenderer[];
  /** How post-renderers treat hooks; default: nohooks, which leaves them out. */
  readonly postRenderStrategy?: 'nohooks' | 'combined' | 'separate';
  /** Labels and annotations for every object made. */
  readonly commonMetadata?: CommonMetadata;
  /** CEL expressions that judge the health of custom kinds. */
  readonly healthCheckExprs?: readonly HealthCheckExpression[];
  /** How to wait for objects. */
  readonly waitStrategy?: HelmReleaseWaitStrategy;
  /** How many releases to keep; 0: all. Default: 5. */
  readonly maxHistory?: number;
  /** Keeps one client for the whole reconciliation; default: true. */
  readonly persistentClient?: boolean;
  /** ServiceAccount to act as. */
  readonly serviceAccountName?: string;
  /** Applies to another cluster than the one the controller runs in. */
  readonly kubeConfig?: KubeConfigReference;
  /** Stops reconciliation until it is set to false. */
  readonly suspend?: boolean;
}

/** The HelmChart to make for a release. */
export interface HelmChartTemplate {
  /** Labels and annotations of the HelmChart. */
  readonly metadata?: CommonMetadata;
  /** Spec of the HelmChart. */
  readonly spec: HelmChartTemplateSpec;
}

/** Spec of the HelmChart. */
export interface HelmChartTemplateSpec {
  /** Name of the chart in a HelmRepository, or its path in another source. */
  readonly chart: string;
  /** Version or range of versions; not used for Git and buckets. @default "*" */
  readonly version?: string;
  /** The source that holds the chart. */
  readonly sourceRef: HelmReleaseSourceReference;
  /** How often to look for changes; default: the interval of the HelmRelease. */
  readonly interval?: string;
  /** When to make a new artifact: for a new chart version, or for each new revision of the source. @default "ChartVersion" */
  readonly reconcileStrategy?: 'ChartVersion' | 'Revision';
  /** Values files in the chart, merged in order into its values.yaml. */
  readonly valuesFiles?: readonly string[];
  /** Passes over values files that are not there. */
  readonly ignoreMissingValuesFiles?: boolean;
  /** Which signatures must be valid. */
  readonly verify?: HelmChartTemplateVerification;
}

/** The source that holds the chart. */
export interface HelmReleaseSourceReference {
  /** API version of the source. */
  readonly apiVersion?: string;
  /** Kind of the source. */
  readonly kind: 'HelmRepository' | 'GitRepository' | 'Bucket';
  /** Name of the source. */
  readonly name: string;
  /** Namespace of the source; default: that of this object. */
  readonly namespace?: string;
}

/** Which signatures must be valid. */
export interface HelmChartTemplateVerification {
  /** Tool whose signatures are checked. @default "cosign" */
  readonly provider: 'cosign' | 'notation';
  /** Secret with the public keys of trusted signers; without it, signatures are checked keyless. */
  readonly secretRef?: LocalObjectReference;
}

/** A source whose artifact is a chart. */
export interface HelmReleaseChartReference {
  /** API version of the source. */
  readonly apiVersion?: string;
  /** Kind of the source. */
  readonly kind: 'OCIRepository' | 'HelmChart' | 'ExternalArtifact';
  /** Name of the source. */
  readonly name: string;
  /** Namespace of the source; default: that of this object. */
  readonly namespace?: string;
}

/** A ConfigMap or Secret with values. */
export interface ValuesReference {
  /** Kind of the object that holds the values. */
  readonly kind: 'Secret' | 'ConfigMap';
  /** Name of the object, in the same namespace. */
  readonly name: string;
  /** Key that holds the values; default: values.yaml. */
  readonly valuesKey?: string;
  /** Dotted path that the value is put at; default: the values are merged at the root. */
  readonly targetPath?: string;
  /** Takes the value as plain text, without the syntax of --set. */
  readonly literal?: boolean;
  /** Whether a missing object or key counts as empty. */
  readonly optional?: boolean;
}

/** How to install. */
export interface HelmInstall {
  /** How long the action may take; default: spec.timeout. */
  readonly timeout?: string;
  /** Runs no hooks. */
  readonly disableHooks?: boolean;
  /** Does not wait for objects to become ready. */
  readonly disableWait?: boolean;
  /** Does not wait for Jobs to complete. */
  readonly disableWaitForJobs?: boolean;
  /** What to do after a failure. */
  readonly strategy?: HelmInstallStrategy;
  /** What to do when an install fails. */
  readonly remediation?: HelmInstallRemediation;
  /** What to do with the CRDs of the chart; default: Create. */
  readonly crds?: 'Skip' | 'Create' | 'CreateReplace';
  /** Creates the target namespace when it is not there. */
  readonly createNamespace?: boolean;
  /** Takes the name of a release whose history remains after it was deleted. */
  readonly replace?: boolean;
  /** Applies on the server; default: true. */
  readonly serverSideApply?: boolean;
  /** Does not validate manifests against the OpenAPI schema of the cluster. */
  readonly disableOpenAPIValidation?: boolean;
  /** Does not validate values against the JSON schema of the chart. */
  readonly disableSchemaValidation?: boolean;
  /** Fails on objects that belong to another release instead of taking them over. */
  readonly disableTakeOwnership?: boolean;
  /** Former name of crds: Skip. */
  readonly skipCRDs?: boolean;
}

/** What to do after a failure. */
export interface HelmInstallStrategy {
  /** Whether to follow the remediation, or to try the action again. */
  readonly name: 'RemediateOnFailure' | 'RetryOnFailure';
  /** How soon to try again; default: 5m. */
  readonly retryInterval?: string;
}

/** What to do when an install fails. */
export interface HelmInstallRemediation {
  /** How many times to uninstall and try again; negative: without end. Default: 0. */
  readonly retries?: number;
  /** Does not count failed tests as a failure; default: spec.test.ignoreFailures. */
  readonly ignoreTestFailures?: boolean;
  /** Also undoes the last failure, when no retries are left. */
  readonly remediateLastFailure?: boolean;
}

/** How to upgrade. */
export interface HelmUpgrade {
  /** How long the action may take; default: spec.timeout. */
  readonly timeout?: string;
  /** Runs no hooks. */
  readonly disableHooks?: boolean;
  /** Does not wait for objects to become ready. */
  readonly disableWait?: boolean;
  /** Does not wait for Jobs to complete. */
  readonly disableWaitForJobs?: boolean;
  /** What to do after a failure. */
  readonly strategy?: HelmUpgradeStrategy;
  /** What to do when an upgrade fails. */
  readonly remediation?: HelmUpgradeRemediation;
  /** What to do with the CRDs of the chart; default: Skip. */
  readonly crds?: 'Skip' | 'Create' | 'CreateReplace';
  /** What to do when the chart has another name: upgrade in place, or install anew. */
  readonly chartNameChangeStrategy?: 'InPlaceUpdate' | 'Reinstall';
  /** Whether to apply on the server; default: auto, as the release before. */
  readonly serverSideApply?: 'enabled' | 'disabled' | 'auto';
  /** Deletes objects that a failed upgrade created. */
  readonly cleanupOnFail?: boolean;
  /** Replaces objects that cannot be changed. */
  readonly force?: boolean;
  /** Keeps the values of the last release and merges the new ones into them. */
  readonly preserveValues?: boolean;
  /** Does not validate manifests against the OpenAPI schema of the cluster. */
  readonly disableOpenAPIValidation?: boolean;
  /** Does not validate values against the JSON schema of the chart. */
  readonly disableSchemaValidation?: boolean;
  /** Fails on objects that belong to another release instead of taking them over. */
  readonly disableTakeOwnership?: boolean;
}

/** What to do after a failure. */
export interface HelmUpgradeStrategy {
  /** Whether to follow the remediation, or to try the action again. */
  readonly name: 'RemediateOnFailure' | 'RetryOnFailure';
  /** How soon to try again; default: 5m. */
  readonly retryInterval?: string;
}

/** What to do when an upgrade fails. */
export interface HelmUpgradeRemediation {
  /** How many times to remediate and try again; negative: without end. Default: 0. */
  readonly retries?: number;
  /** Whether to go back to the last release or to uninstall; default: rollback. */
  readonly strategy?: 'rollback' | 'uninstall';
  /** Does not count failed tests as a failure; default: spec.test.ignoreFailures. */
  readonly ignoreTestFailures?: boolean;
  /** Also undoes the last failure, when no retries are left; default: with any retries. */
  readonly remediateLastFailure?: boolean;
}

/** How to go back to an earlier release. */
export interface HelmRollback {
  /** How long the action may take; default: spec.timeout. */
  readonly timeout?: string;
  /** Runs no hooks. */
  readonly disableHooks?: boolean;
  /** Does not wait for objects to become ready. */
  readonly disableWait?: boolean;
  /** Does not wait for Jobs to complete. */
  readonly disableWaitForJobs?: boolean;
  /** Whether to apply on the server; default: auto, as the release before. */
  readonly serverSideApply?: 'enabled' | 'disabled' | 'auto';
  /** Deletes objects that a failed rollback created. */
  readonly cleanupOnFail?: boolean;
  /** Replaces objects that cannot be changed. */
  readonly force?: boolean;
  /** Restarts the pods. */
  readonly recreate?: boolean;
}

/** How to uninstall. */
export interface HelmUninstall {
  /** How long the action may take; default: spec.timeout. */
  readonly timeout?: string;
  /** Runs no hooks. */
  readonly disableHooks?: boolean;
  /** Does not wait until all objects are gone. */
  readonly disableWait?: boolean;
  /** Keeps the history of the release. */
  readonly keepHistory?: boolean;
  /** How dependents of deleted objects are deleted. @default "background" */
  readonly deletionPropagation?: 'background' | 'foreground' | 'orphan';
}

/** Whether and how to run the tests of the chart. */
export interface HelmTest {
  /** Runs the tests after install and upgrade. */
  readonly enable?: boolean;
  /** Which tests to run; default: all. */
  readonly filters?: readonly HelmTestFilter[];
  /** A failed test does not make the release fail. */
  readonly ignoreFailures?: boolean;
  /** How long one test may take; default: spec.timeout. */
  readonly timeout?: string;
}

/** A test to run or to leave out. */
export interface HelmTestFilter {
  /** Name of the test. */
  readonly name: string;
  /** Leaves the test out instead of running it. */
  readonly exclude?: boolean;
}

/** What to do about changes made to the objects of a release. */
export interface HelmReleaseDriftDetection {
  /** Whether to undo them, only to tell, or not to look; default: disabled. */
  readonly mode?: 'enabled' | 'warn' | 'disabled';
  /** Fields that are left alone. */
  readonly ignore?: readonly IgnoreRule[];
}

/** Changes the manifests after rendering. */
export interface HelmPostRenderer {
  /** Changes made with kustomize. */
  readonly kustomize?: KustomizePostRenderer;
}

/** Changes made with kustomize. */
export interface KustomizePostRenderer {
  /** Changes of container images. */
  readonly images?: readonly ImageEdit[];
  /** Patches, applied in order. */
  readonly patches?: readonly PatchEdit[];
}

/** How to wait for objects. */
export interface HelmReleaseWaitStrategy {
  /** Flux's own health checks (poller), or those of Helm 3 (legacy). */
  readonly name: 'poller' | 'legacy';
}

/** What was last released. */
export interface HelmReleaseStatus {
  /** Generation that the status speaks of. */
  readonly observedGeneration?: number;
  /** Last value seen of the annotation that requests a reconciliation. */
  readonly lastHandledReconcileAt?: string;
  /** What the controller last observed. */
  readonly conditions?: readonly Condition[];
  /** The HelmChart made for the release, as namespace/name. */
  readonly helmChart?: string;
  /** Namespace that holds the history of the release. */
  readonly storageNamespace?: string;
  /** The last releases, newest first. */
  readonly history?: readonly HelmReleaseSnapshot[];
  /** Objects of the last successful apply, for pruning. */
  readonly inventory?: ResourceInventory;
  /** Failures since the last success or change. */
  readonly failures?: number;
  /** Failed installs since the last success or change. */
  readonly installFailures?: number;
  /** Failed upgrades since the last success or change. */
  readonly upgradeFailures?: number;
  /** Generation that was last tried. */
  readonly lastAttemptedGeneration?: number;
  /** Action that was last tried. */
  readonly lastAttemptedReleaseAction?: 'install' | 'upgrade';
  /** How long that action took. */
  readonly lastAttemptedReleaseActionDuration?: string;
  /** Chart version that was last tried. */
  readonly lastAttemptedRevision?: string;
  /** Digest of the chart that was last tried, where it came from a registry. */
  readonly lastAttemptedRevisionDigest?: string;
  /** Digest of the values that were last tried. */
  readonly lastAttemptedConfigDigest?: string;
  /** Former name of lastAttemptedConfigDigest. */
  readonly lastAttemptedValuesChecksum?: string;
  /** Number of the last release; no longer written. */
  readonly lastReleaseRevision?: number;
  /** Last value seen of the annotation that forces an upgrade. */
  readonly lastHandledForceAt?: string;
  /** Last value seen of the annotation that resets the failure counters. */
  readonly lastHandledResetAt?: string;
  /** Digest of spec.commonMetadata as last released. */
  readonly observedCommonMetadataDigest?: string;
  /** Digest of spec.postRenderers as last released. */
  readonly observedPostRenderersDigest?: string;
  /** Where the problems named by the conditions stand in the source. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** One release as Helm stores it, with digests to notice changes. */
export interface HelmReleaseSnapshot {
  /** Version of the way the digest is computed; default: v1. */
  readonly apiVersion?: string;
  /** Digest of the stored release. */
  readonly digest: string;
  /** Name of the release. */
  readonly name: string;
  /** Namespace of the release. */
  readonly namespace: string;
  /** Number of the release. */
  readonly version: number;
  /** State that Helm gives it. */
  readonly status: string;
  /** Name of the chart. */
  readonly chartName: string;
  /** Version of the chart. */
  readonly chartVersion: string;
  /** Version of the application. */
  readonly appVersion?: string;
  /** Digest of the chart in the registry. */
  readonly ociDigest?: string;
  /** Digest of the values. */
  readonly configDigest: string;
  /** Action that made the release. */
  readonly action?: string;
  /** When the release was first deployed. */
  readonly firstDeployed: string;
  /** When the release was last deployed. */
  readonly lastDeployed: string;
  /** When the release was deleted. */
  readonly deleted?: string;
  /** Results of the tests by name. */
  readonly testHooks?: Readonly<Record<string, HelmTestHookStatus>>;
}

/** Result of one test. */
export interface HelmTestHookStatus {
  /** Phase the test ended in. */
  readonly phase?: string;
  /** When it last started. */
  readonly lastStarted?: string;
  /** When it last ended. */
  readonly lastCompleted?: string;
}
