import { gunzipSync } from 'node:zlib';
import { GoMap } from '@gotk/go-template';
import {
  type Capabilities,
  defaultCapabilities,
  type HelmVersion,
  loadChart,
  loadValues,
  mergeMaps,
  parseKubeVersion,
  releaseNameFrom,
  renderChart,
  templateOutput,
} from '@gotk/helm';
import type { ChartRequest, InflateChart } from '@gotk/kustomize';
import { templateEnvironment } from '../helm/template-environment.js';

export interface ChartInflaterOptions {
  readonly nowMs: () => number;
  /** Whose behaviour. Default `4.2`. */
  readonly helmVersion?: HelmVersion;
}

const MAX_CHART_BYTES = 128 * 1024 * 1024;

/** Renders the charts of a kustomization in this process, as `helm template` would. */
export function chartInflater({ nowMs, helmVersion = '4.2' }: ChartInflaterOptions): InflateChart {
  const environment = templateEnvironment(nowMs);
  return async (request) => {
    const rendered = await renderChart({
      chart: loadChart(request.chart, { shownPath: request.name, gunzip: decompress }),
      values: mergedValues(request.values),
      release: { name: releaseName(request, nowMs), namespace: request.namespace || 'default' },
      capabilities: capabilitiesOf(request, helmVersion),
      environment,
      helmVersion,
      includeCrds: request.includeCrds,
    });
    return templateOutput(rendered, { skipTests: request.skipTests, disableHooks: request.skipHooks });
  };
}

function decompress(bytes: Uint8Array): Uint8Array {
  return gunzipSync(bytes, { maxOutputLength: MAX_CHART_BYTES });
}

function mergedValues(texts: readonly string[]): GoMap {
  return texts
    .map((text) => loadValues(new TextEncoder().encode(text), 'values.yaml'))
    .reduce((merged: GoMap, values) => mergeMaps(merged, values), new GoMap());
}

/** Without a name, Helm makes one of the chart's and the time. */
function releaseName({ releaseName: given, nameTemplate, name }: ChartRequest, nowMs: () => number): string {
  if (nameTemplate !== '') return releaseNameFrom(nameTemplate, templateEnvironment(nowMs));
  return given === '' ? `${name}-${Math.floor(nowMs() / 1000)}` : given;
}

function capabilitiesOf({ kubeVersion, apiVersions }: ChartRequest, helmVersion: HelmVersion): Capabilities {
  const base = defaultCapabilities(helmVersion);
  const all = { ...base, apiVersions: [...base.apiVersions, ...apiVersions] };
  return kubeVersion === '' ? all : { ...all, kubeVersion: parseKubeVersion(kubeVersion) };
}
