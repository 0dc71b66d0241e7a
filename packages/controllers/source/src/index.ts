export {
  addSourceControllers,
  type SourceControllerOptions,
  type SourceControllers,
} from './add-source-controllers.js';
export type { IndexCacheOptions } from './helm-chart/repository/index-cache.js';
export type { HelmLimits } from './helm-limits.js';
