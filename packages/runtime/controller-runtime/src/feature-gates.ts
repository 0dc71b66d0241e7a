/**
 * Feature gates with settings over their defaults, as `--feature-gates` gives them.
 *
 * @param defaults every gate there is, and whether it is on unless it is set.
 * @throws Error with Flux's text for a gate that does not exist.
 * @example
 * resolveFeatureGates({ DirectSourceFetch: false, ExternalArtifact: false }, { ExternalArtifact: true });
 * // { DirectSourceFetch: false, ExternalArtifact: true }
 */
export function resolveFeatureGates<Gate extends string>(
  defaults: Readonly<Record<Gate, boolean>>,
  settings: Readonly<Record<string, boolean>> = {},
): Readonly<Record<Gate, boolean>> {
  const unknown = Object.keys(settings).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined) throw new Error(`feature-gate '${unknown}' not supported`);
  return { ...defaults, ...settings };
}
