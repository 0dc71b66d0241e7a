/** Flux's defaults of the kustomize-controller's feature gates. */
const DEFAULTS = {
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
export type FeatureGate = keyof typeof DEFAULTS;

/** Every gate and whether it is on. */
export type FeatureGates = Readonly<Record<FeatureGate, boolean>>;

/**
 * The gates with these settings over Flux's defaults (`--feature-gates`).
 * @throws Error for a gate that does not exist.
 */
export function resolveFeatureGates(settings: Readonly<Record<string, boolean>> = {}): FeatureGates {
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(DEFAULTS, name));
  if (unknown !== undefined) throw new Error(`feature-gate '${unknown}' not supported`);
  return { ...DEFAULTS, ...settings };
}
