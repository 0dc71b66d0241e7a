import { isJsonObject, type JsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { parseInterval } from '../artifact/parse-interval.js';
import { parseVerify, type Verify } from '../signatures/parse-verify.js';
import { type DecodedSource, decodeSource } from '../spec/decode-source.js';
import { listField, requireTextField, textField } from '../spec/spec-fields.js';

interface HelmChartFields {
  /** Name in a repository, or path in the files of another source. */
  readonly chart: string;
  readonly version: string;
  readonly source: { readonly kind: string; readonly name: string };
  readonly intervalMs: number;
  readonly byRevision: boolean;
  /** Empty also for the default alone. */
  readonly valuesFiles: readonly string[];
  readonly ignoreMissingValuesFiles: boolean;
  readonly verify: Verify | undefined;
}

/** A HelmChart, decoded. */
export type HelmChart = DecodedSource<HelmChartFields>;

/**
 * Decodes a HelmChart.
 * @throws Error naming the first field that is not what it should be.
 */
export function parseHelmChart(object: KubeObject): HelmChart {
  return decodeSource(object, decodeSpec);
}

function decodeSpec(spec: JsonObject): HelmChartFields {
  const { sourceRef, verify } = spec;
  if (!isJsonObject(sourceRef)) throw new Error('spec.sourceRef is required');
  const valuesFiles = listField(spec, 'valuesFiles').map((path) => String(path));
  const isDefault = valuesFiles.length === 1 && /^(?:\.\/)*values\.yaml$/.test(valuesFiles[0] ?? '');
  return {
    chart: requireTextField(spec, 'chart'),
    version: textField(spec, 'version') ?? '*',
    source: { kind: textField(sourceRef, 'kind') ?? '', name: textField(sourceRef, 'name') ?? '' },
    intervalMs: parseInterval('spec.interval', requireTextField(spec, 'interval')),
    byRevision: textField(spec, 'reconcileStrategy') === 'Revision',
    valuesFiles: isDefault ? [] : valuesFiles,
    ignoreMissingValuesFiles: spec['ignoreMissingValuesFiles'] === true,
    verify: parseVerify(verify),
  };
}
