export { type BuildCache, type BuildCacheOptions, createBuildCache } from './build-cache.js';
export type {
  BuildLimits,
  HelmOptions,
  KustomizeBuildOptions,
  LoadRestrictor,
  Reorder,
} from './build-options.js';
export type { BuiltObject, KustomizeBuildResult, ObjectChange, ObjectOrigin } from './built-object.js';
export { checkManifests } from './check-manifests.js';
export type { ChartRequest, InflateChart, PullChart, PullRequest } from './generators/inflate-chart.js';
export { decodeKustomization } from './kustomization/decode-kustomization.js';
export { kustomizeBuild, kustomizeBuildSync, loadPatternEngine, renderBuild } from './kustomize-build.js';
export type { FetchRemote, GitRequest, HttpRequest, RemoteAnswer, RemoteRequest } from './remote/fetch-remote.js';
