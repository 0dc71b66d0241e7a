import { type GoMap, goInt, goMap } from '@gotk/go-template';
import type { Chart } from '../chart/chart.js';
import type { HelmVersion } from '../helm-version.js';
import type { HelmLog } from '../log/helm-log.js';
import { ForeignSchemas } from '../schema/foreign-schemas.js';
import { validateValues } from '../schema/validate-values.js';
import { coalesceValues } from '../values/coalesce-values.js';
import { valuesType } from '../values/values-type.js';
import type { Capabilities } from './capabilities.js';
import { capabilitiesValue } from './capabilities-value.js';

/** What `.Release` says. */
export interface ReleaseOptions {
  readonly name: string;
  readonly namespace: string;
  /** @default 1 */
  readonly revision?: number | undefined;
  /** Whether the release is there already. @default false */
  readonly isUpgrade?: boolean | undefined;
}

export interface RenderValuesOptions {
  /** What the user gives. */
  readonly values: GoMap;
  readonly release: ReleaseOptions;
  readonly capabilities: Capabilities;
  readonly helmVersion?: HelmVersion | undefined;
  /** @default false */
  readonly skipSchemaValidation?: boolean | undefined;
  /** What schemas that refer to URLs find there. Default: nothing. */
  readonly schemas?: ForeignSchemas | undefined;
  readonly log?: HelmLog | undefined;
}

/**
 * What the templates of a chart begin with: Release, Capabilities and the coalesced Values.
 *
 * @throws LocatedError `values-type` or `values-schema` with Helm's text
 */
export function composeRenderValues(chart: Chart, options: RenderValuesOptions): GoMap {
  const { values, release, capabilities, helmVersion = '4.2', log } = options;
  const coalesced = coalesceValues(chart, values, log, helmVersion);
  if (options.skipSchemaValidation !== true)
    validateValues(chart, coalesced, { foreign: options.schemas ?? new ForeignSchemas({ log }), log });
  const type = valuesType(helmVersion);
  return goMap(
    [
      ['Capabilities', capabilitiesValue(capabilities, helmVersion)],
      ['Release', releaseValue(release)],
      ['Values', coalesced.as(type)],
    ],
    type,
  );
}

function releaseValue({ name, namespace, revision = 1, isUpgrade = false }: ReleaseOptions): GoMap {
  return goMap([
    ['IsInstall', !isUpgrade],
    ['IsUpgrade', isUpgrade],
    ['Name', name],
    ['Namespace', namespace],
    ['Revision', goInt(revision)],
    ['Service', 'Helm'],
  ]);
}
