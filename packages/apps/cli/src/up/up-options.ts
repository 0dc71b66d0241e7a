import type { DigestAlgorithm } from '@gotk/digest';
import type { HelmLimits, IndexCacheOptions } from '@gotk/source-controller';

/** How `flux up` shows what happens. */
export type UpOutput = 'text' | 'json';

/** What `flux up` was asked to do. */
export interface UpOptions {
  /** PATH or URL as typed. */
  readonly target: string;
  /** Directory in the source, as typed; `undefined`: its root. */
  readonly path: string | undefined;
  readonly branch: string | undefined;
  /** End when everything is ready or has failed. */
  readonly once: boolean;
  /** Limit of `once`. */
  readonly timeoutMs: number;
  /** Port of the Kubernetes API; 0: any free one. */
  readonly port: number;
  /** Where the cluster is kept. */
  readonly storage: UpStorage;
  /** File that the cluster is written into at the end. */
  readonly snapshot: string | undefined;
  /** Snapshot that the cluster begins with. */
  readonly restore: string | undefined;
  /** File that requests to the Kubernetes API are recorded in. */
  readonly auditLog: string | undefined;
  readonly output: UpOutput;
  /** Addresses of sources that are asked at other places, as `PREFIX=TARGET`. */
  readonly mirrors: readonly string[];
  /** Files of them. */
  readonly mirrorFiles: readonly string[];
  readonly controllers: ControllerFlags;
  /** Folder that relative paths start from. */
  readonly cwd: string;
}

/** Flags of Flux's controllers. */
export interface ControllerFlags {
  readonly noCrossNamespaceRefs: boolean;
  readonly noRemoteBases: boolean;
  /** Empty: none. */
  readonly defaultServiceAccount: string;
  /** Empty: none. */
  readonly defaultKubeConfigServiceAccount: string;
  readonly insecureKubeConfigExec: boolean;
  readonly insecureKubeConfigTls: boolean;
  /** Name of a Secret in flux-system; empty: none. */
  readonly sopsAgeSecret: string;
  readonly overrideManagers: readonly string[];
  readonly customApplyStageKinds: readonly string[];
  readonly watchConfigsLabelSelector: string;
  /** `undefined`: Flux's default of each controller. */
  readonly requeueDependencyMs: number | undefined;
  /** `undefined`: Flux's default of each controller. */
  readonly concurrent: number | undefined;
  readonly featureGates: Readonly<Record<string, boolean>>;
  readonly helmSources: HelmSourceOptions;
  readonly artifactDigestAlgorithm: DigestAlgorithm;
  readonly snapshotDigestAlgorithm: DigestAlgorithm;
}

/** How much of Helm repositories is taken in and kept; the flags of Flux's source-controller. */
export interface HelmSourceOptions {
  readonly helmLimits: HelmLimits;
  readonly helmCache: IndexCacheOptions;
}

export type UpStorage =
  /** In the user's folder for state, by source and path. */
  | { readonly kind: 'default' }
  | { readonly kind: 'folder'; readonly folder: string }
  /** In a temporary folder that goes with the process. */
  | { readonly kind: 'none' };
