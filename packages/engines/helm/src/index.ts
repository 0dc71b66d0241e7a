export type { Chart, ChartFile, ChartLock, LockedDependency } from './chart/chart.js';
export {
  type ChartDependency,
  type ChartMaintainer,
  type ChartMetadata,
  decodeMetadata,
  validateMetadata,
} from './chart/chart-metadata.js';
export { type LoadChartOptions, loadChart } from './chart/load-chart.js';
export { readChartArchive as packageFiles } from './chart/read-chart-archive.js';
export { renderMetadata } from './chart/render-metadata.js';
export { checkDependencies } from './dependencies/check-dependencies.js';
export { processDependencies } from './dependencies/process-dependencies.js';
export type { HelmVersion } from './helm-version.js';
export { type KeepChartOptions, keepChart } from './kept/keep-chart.js';
export type { KnownTemplates } from './kept/known-templates.js';
export { type RestoredChart, restoreChart } from './kept/restore-chart.js';
export { type LintChartOptions, lintChart } from './lint/lint-chart.js';
export { type LintMessage, type LintSeverity, renderLintMessage } from './lint/lint-message.js';
export { helm2LockDigest, lockDigest } from './lock/lock-digest.js';
export { renderLock } from './lock/render-lock.js';
export { type HelmLog, type HelmLogEntry, renderLogEntry, silentLog } from './log/helm-log.js';
export { type PackageChartOptions, packageChart } from './packaging/package-chart.js';
export type { PostRenderer, PostRenderStrategy } from './post-render/post-renderer.js';
export type { AsyncLookup, ResolveHost } from './release/awaited-answers.js';
export { checkInstallable } from './release/check-installable.js';
export { type CrdFile, crdFilesOf } from './release/crd-files.js';
export { INSTALL_ORDER, UNINSTALL_ORDER } from './release/kind-order.js';
export type { KnownManifests } from './release/known-manifests.js';
export type { Hook, HookEvent, Manifest } from './release/manifest.js';
export type { ManifestHead } from './release/manifest-head.js';
export { hooksText, manifestText, sourceDocument } from './release/manifest-text.js';
export { releaseNameFrom } from './release/name-template.js';
export { checkReleaseName } from './release/release-name.js';
export { type RenderChartOptions, type RenderedChart, renderChart } from './release/render-chart.js';
export { splitManifests } from './release/split-manifests.js';
export { templateOutput } from './release/template-output.js';
export type { Capabilities, HelmBuildInfo, KubeVersion } from './render/capabilities.js';
export { defaultCapabilities } from './render/default-capabilities.js';
export { helmTable, type LookupFunction, type LookupQuery } from './render/helm-functions.js';
export { parseKubeVersion } from './render/kube-version.js';
export { ChartRenderError } from './render/render-error.js';
export { type RenderTemplatesOptions, renderTemplates } from './render/render-templates.js';
export { composeRenderValues, type ReleaseOptions, type RenderValuesOptions } from './render/render-values.js';
export { type FetchSchema, ForeignSchemas } from './schema/foreign-schemas.js';
export { coalesceTables, coalesceValues } from './values/coalesce-values.js';
export { loadValues, mergeMaps } from './values/load-values.js';
export { mergeValueOptions, type ValueOptions } from './values/merge-value-options.js';
export { parseSet, type SetGrammar } from './values/set-parser.js';
