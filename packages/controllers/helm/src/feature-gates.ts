/**
 * Flux's defaults of the helm-controller's feature gates, but for one: a release that is not wanted any more is not waited for
 * (`CancelHealthCheckOnNewRevision`).
 */
const DEFAULTS = {
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
export type FeatureGate = keyof typeof DEFAULTS;

/** Every gate and whether it is on. */
export type FeatureGates = Readonly<Record<FeatureGate, boolean>>;

/**
 * The gates with these settings over the defaults (`--feature-gates`).
 * @throws Error for a gate that does not exist.
 */
export function resolveFeatureGates(settings: Readonly<Record<string, boolean>> = {}): FeatureGates {
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(DEFAULTS, name));
  if (unknown !== undefined) throw new Error(`feature-gate '${unknown}' not supported`);
  return { ...DEFAULTS, ...settings };
}
