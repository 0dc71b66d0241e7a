export { type ChosenVersion, chooseVersion, type IndexedChart, indexedVersions } from './choose-version.js';
export { type HttpGetOptions, httpGet } from './http-get.js';
export { findIndexedChart } from './index-file/find-indexed-chart.js';
export { loadIndex } from './index-file/load-index.js';
export { loadIndexFile } from './index-file/load-index-file.js';
export { type PullOptions, pullChart, pullProvenance, type RegistryChart } from './pull-chart.js';
export { resolveReference } from './resolve-reference.js';
