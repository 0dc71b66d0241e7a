import { isJsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { parseInterval } from '../artifact/parse-interval.js';
import { listField, requireSpec, requireTextField, textField } from '../spec/spec-fields.js';

/** A HelmChart, decoded. */
export interface HelmChart extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly name: string; readonly namespace: string };
  readonly decoded: {
    /** Name in a repository, or path in the files of another source. */
    readonly chart: string;
    readonly version: string;
    readonly source: { readonly kind: string; readonly name: string };
    readonly intervalMs: number;
    readonly byRevision: boolean;
    /** Empty also for the default alone. */
    readonly valuesFiles: readonly string[];
    readonly ignoreMissingValuesFiles: boolean;
    /** `spec.verify.provider` */
    readonly verifier: string | undefined;
  };
}

/**
 * Decodes a HelmChart.
 * @throws Error naming the first field that is not what it should be.
 */
export function parseHelmChart(object: KubeObject): HelmChart {
  const spec = requireSpec(object);
  const { name = '', namespace = '' } = object.metadata;
  const { sourceRef, verify } = spec;
  if (!isJsonObject(sourceRef)) throw new Error('spec.sourceRef is required');
  const valuesFiles = listField(spec, 'valuesFiles').map((path) => String(path));
  const isDefault = valuesFiles.length === 1 && /^(?:\.\/)*values\.yaml$/.test(valuesFiles[0] ?? '');
  return {
    ...object,
    metadata: { ...object.metadata, name, namespace },
    decoded: {
      chart: requireTextField(spec, 'chart'),
      version: textField(spec, 'version') ?? '*',
      source: { kind: textField(sourceRef, 'kind') ?? '', name: textField(sourceRef, 'name') ?? '' },
      intervalMs: parseInterval('spec.interval', requireTextField(spec, 'interval')),
      byRevision: textField(spec, 'reconcileStrategy') === 'Revision',
      valuesFiles: isDefault ? [] : valuesFiles,
      ignoreMissingValuesFiles: spec['ignoreMissingValuesFiles'] === true,
      verifier: isJsonObject(verify) ? (textField(verify, 'provider') ?? 'cosign') : undefined,
    },
  };
}
