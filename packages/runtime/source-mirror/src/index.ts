export {
  type Offer,
  type ServedSources,
  type ServeSourcesOptions,
  type SourceCommit,
  serveSources,
} from './serve-sources.js';
export { parseMirrorFile, sourceMirrors } from './source-mirrors.js';
