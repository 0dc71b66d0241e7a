/** The feature gates of the kustomize-controller, with Flux's defaults. */
export const KUSTOMIZE_FEATURE_GATES = {
  CacheSecretsAndConfigMaps: false,
  DisableStatusPollerCache: true,
  DisableFailFastBehavior: false,
  StrictPostBuildSubstitutions: true,
  GroupChangeLog: false,
  AdditiveCELDependencyCheck: false,
  ExternalArtifact: false,
  CancelHealthCheckOnNewRevision: false,
  DisableConfigWatchers: false,
  DirectSourceFetch: false,
  MigrateAPIVersion: false,
  ObjectLevelWorkloadIdentity: false,
} as const;

/** Name of a feature gate. */
export type FeatureGate = keyof typeof KUSTOMIZE_FEATURE_GATES;

/** Every gate and whether it is on. */
export type FeatureGates = Readonly<Record<FeatureGate, boolean>>;
