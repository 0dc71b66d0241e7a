/**
 * The feature gates of the helm-controller, with Flux's defaults, but for one: a release that is not wanted any more is not
 * waited for (`CancelHealthCheckOnNewRevision`).
 */
export const HELM_FEATURE_GATES = {
  CacheSecretsAndConfigMaps: false,
  DetectDrift: false,
  CorrectDrift: false,
  AllowDNSLookups: false,
  OOMWatch: false,
  AdoptLegacyReleases: false,
  DisableChartDigestTracking: false,
  AdditiveCELDependencyCheck: false,
  ExternalArtifact: false,
  DisableConfigWatchers: false,
  DirectSourceFetch: false,
  UseHelm3Defaults: false,
  CancelHealthCheckOnNewRevision: true,
  DefaultToRetryOnFailure: false,
  ObjectLevelWorkloadIdentity: false,
} as const;

/** Name of a feature gate. */
export type FeatureGate = keyof typeof HELM_FEATURE_GATES;

/** Every gate and whether it is on. */
export type FeatureGates = Readonly<Record<FeatureGate, boolean>>;
