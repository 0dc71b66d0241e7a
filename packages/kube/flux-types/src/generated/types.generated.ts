// Generated from src/schemas by "npm run generate -w @gotk/flux-types"; do not edit.

export type { GitRepository, GitRepositorySpec, GitRepositoryStatus } from './source/git-repository.generated.js';
export type { OCIRepository, OCIRepositorySpec, OCIRepositoryStatus } from './source/oci-repository.generated.js';
export type { HelmRepository, HelmRepositorySpec, HelmRepositoryStatus } from './source/helm-repository.generated.js';
export type { HelmChart, HelmChartSpec, HelmChartStatus } from './source/helm-chart.generated.js';
export type { Bucket, BucketSpec, BucketStatus } from './source/bucket.generated.js';
export type { ExternalArtifact, ExternalArtifactSpec, ExternalArtifactStatus } from './source/external-artifact.generated.js';
export type { ArtifactGenerator, ArtifactGeneratorSpec, ArtifactGeneratorStatus } from './source-extensions/artifact-generator.generated.js';
export type { Kustomization, KustomizationSpec, KustomizationStatus } from './kustomize/kustomization.generated.js';
export type { HelmRelease, HelmReleaseSpec, HelmReleaseStatus } from './helm/helm-release.generated.js';
export type { Alert, AlertSpec } from './notification/alert.generated.js';
export type { Provider, ProviderSpec } from './notification/provider.generated.js';
export type { Receiver, ReceiverSpec, ReceiverStatus } from './notification/receiver.generated.js';
export type { ImageRepository, ImageRepositorySpec, ImageRepositoryStatus } from './image/image-repository.generated.js';
export type { ImagePolicy, ImagePolicySpec, ImagePolicyStatus } from './image/image-policy.generated.js';
export type { ImageUpdateAutomation, ImageUpdateAutomationSpec, ImageUpdateAutomationStatus } from './image/image-update-automation.generated.js';
export type { Canary, CanarySpec, CanaryStatus } from './flagger/canary.generated.js';
export type { MetricTemplate, MetricTemplateSpec } from './flagger/metric-template.generated.js';
export type { AlertProvider, AlertProviderSpec } from './flagger/alert-provider.generated.js';
export type { AccessFrom, Artifact, CanaryCondition, CanaryObjectReference, CommonMetadata, Condition, CrossNamespaceObjectReference, DependencyReference, Diagnostic, GitReference, HeaderMatch, HealthCheckExpression, IgnoreRule, ImageEdit, ImageRef, InventoryEntry, KubeConfigReference, LocalObjectReference, NamespaceSelector, NamespacedObjectKindReference, NamespacedObjectReference, ObjectSelector, OidcIdentityMatch, OriginMatch, PatchEdit, QueryMatch, ReceiverResource, ResourceInventory, SecretKeyReference, StringMatch } from './shared.generated.js';
