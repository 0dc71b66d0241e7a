export { type HttpGetOptions, httpGet } from './http-get.js';
export { findIndexedChart } from './index-file/find-indexed-chart.js';
export { loadIndex } from './index-file/load-index.js';
export { hasChartConfig, type PullOptions, pullChart, pullProvenance, type RegistryChart } from './pull-chart.js';
