const MEBIBYTE = 1024 * 1024;

/** How large what comes from Helm repositories may be. */
export interface HelmLimits {
  /** `--helm-index-max-size` @default 52428800 */
  readonly indexMaxBytes: number;
  /** `--helm-chart-max-size`: of a packaged chart. @default 10485760 */
  readonly chartMaxBytes: number;
  /** `--helm-chart-file-max-size`: of a file of a chart that stands in a folder. @default 5242880 */
  readonly chartFileMaxBytes: number;
}

/** Flux's own. */
export const DEFAULT_HELM_LIMITS: HelmLimits = {
  indexMaxBytes: 50 * MEBIBYTE,
  chartMaxBytes: 10 * MEBIBYTE,
  chartFileMaxBytes: 5 * MEBIBYTE,
};
