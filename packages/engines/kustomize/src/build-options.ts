import type { FileTree } from '@gotk/file-tree';
import type { BuildCache } from './build-cache.js';
import type { InflateChart, PullChart } from './generators/inflate-chart.js';
import type { FetchRemote } from './remote/fetch-remote.js';

/** What a build may read: only below each kustomization's own directory, or anywhere in the tree. */
export type LoadRestrictor = 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';

/**
 * The order of the documents when the kustomization file names none (`sortOptions` wins over this, with a warning).
 * `unspecified` is what the kustomize command does without a flag: as `legacy`, but without the warning.
 */
export type Reorder = 'none' | 'legacy' | 'unspecified';

/** Bounds on what one build may take; each is checked and each gives a clear error. */
export interface BuildLimits {
  /** Kustomizations nested in one another. Default 64. */
  readonly depth: number;
  /** Bytes of one file. Default 64 MiB. */
  readonly fileSizeBytes: number;
  /** Files read, repeats included. Default 100,000. */
  readonly files: number;
  /** Objects in the build. Default 200,000. */
  readonly objects: number;
  /** Nodes that YAML aliases may expand to in one file. Default 1,000,000. */
  readonly aliasNodes: number;
  /** Remote bases and files, and charts. Default 256. */
  readonly remotes: number;
  /** How long a build may take, without what it waits for. It needs {@link KustomizeBuildOptions.nowMs}. Default 300,000. */
  readonly timeMs: number;
}

/** Helm as the kustomization's `helmCharts` use it. Absent: charts are refused, as without `--enable-helm`. */
export interface HelmOptions {
  /** Renders one chart; kustomize itself never runs Helm. */
  readonly inflateChart: InflateChart;
  /** Downloads a chart that is not in the tree. Absent: such charts are refused. */
  readonly pullChart?: PullChart;
  readonly apiVersions?: readonly string[];
  readonly kubeVersion?: string;
}

export interface KustomizeBuildOptions {
  /** The files; nothing outside the tree can be read. */
  readonly tree: FileTree;
  /** The directory to build, relative to the root of the tree. Default: the root. */
  readonly directory?: string;
  /**
   * The same as a person typed it, which errors quote. A repository (as bases name them) is built in place of the directory.
   */
  readonly target?: string;
  /**
   * Files in memory that add to the tree or stand in for its own, by path: a generated kustomization.yaml, say. Errors in the
   * kustomization that is built name lines of the tree's own file.
   */
  readonly overrides?: Readonly<Record<string, string | Uint8Array>>;
  /** How messages name the root of the tree: an absolute path. Default `/`. */
  readonly rootPath?: string;
  /** Default `LoadRestrictionsRootOnly`. */
  readonly loadRestrictor?: LoadRestrictor;
  /** Default: the order of loading, as with `none`, but without the warning. */
  readonly reorder?: Reorder;
  readonly helm?: HelmOptions;
  /** Fetches Git repositories and files over HTTP. Absent: remote bases are refused. */
  readonly fetchRemote?: FetchRemote;
  /** Adds `app.kubernetes.io/managed-by`, as `--enable-managedby-label` does. Default false. */
  readonly managedByLabel?: boolean;
  /** Records which layer changed each object. Default false: it costs a comparison per object and step. */
  readonly explain?: boolean;
  /** Called with each warning at the end of the build, even of one that fails. */
  readonly onWarning?: (warning: string) => void;
  /** Keeps parsed files between builds. */
  readonly cache?: BuildCache;
  readonly limits?: Partial<BuildLimits>;
  /** Tells the time, for the limit on it. Absent: time is not limited. */
  readonly nowMs?: () => number;
}
