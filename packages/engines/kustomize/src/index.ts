export type { BuildCache } from './build-cache.js';
export type {
  BuildLimits,
  HelmOptions,
  KustomizeBuildOptions,
  LoadRestrictor,
  Reorder,
} from './build-options.js';
export type { BuiltObject, KustomizeBuildResult, ObjectChange, ObjectOrigin } from './built-object.js';
export type { ChartAnswer, ChartRequest, InflateChart } from './generators/inflate-chart.js';
export { kustomizeBuild, kustomizeBuildSync, renderBuild } from './kustomize-build.js';
export type { FetchRemote, GitRequest, HttpRequest, RemoteAnswer, RemoteRequest } from './remote/fetch-remote.js';
