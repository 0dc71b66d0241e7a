/**
 * Whose YAML it is.
 *
 * - `sigs`: sigs.k8s.io/yaml on go-yaml v2, which Kubernetes, Flux and Helm read with: YAML 1.1 booleans (`yes`, `on`), repeated
 *   keys allowed.
 * - `kyaml`: kustomize's, on go-yaml v3: only `true` and `false`, repeated keys refused, timestamps in RFC 3339.
 */
export type YamlDialect = 'sigs' | 'kyaml';
