/** The version of a Kubernetes API server as charts see it. */
export interface KubeVersion {
  /** `v1.34.0`, with any suffix of the vendor. */
  readonly version: string;
  /** `v1.34.0`: what constraints are checked against. */
  readonly normalized: string;
  readonly major: string;
  readonly minor: string;
}

/** What a chart may ask of its cluster and of Helm. */
export interface Capabilities {
  readonly kubeVersion: KubeVersion;
  readonly apiVersions: readonly string[];
  readonly helmVersion: HelmBuildInfo;
}

/** What `.Capabilities.HelmVersion` says. */
export interface HelmBuildInfo {
  readonly version: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly goVersion: string;
  /** Only Helm 4 has it. */
  readonly kubeClientVersion: string;
}
