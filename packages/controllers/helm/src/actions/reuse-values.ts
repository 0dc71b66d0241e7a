import { type GoMap, goMapOf } from '@gotk/go-template';
import { type Chart, coalesceTables, coalesceValues } from '@gotk/helm';
import { isJsonObject } from '@gotk/json';
import type { Release } from '../storage/release.js';
import type { ActionContext } from './action-context.js';

/** What an upgrade is made from. */
export interface ReusedValues {
  readonly chart: Chart;
  readonly values: GoMap;
}

/** The chart and values of an upgrade: those given, or those given over the ones of the last release. */
export function reuseValues(
  { chart, values, preserveValues }: ReusedValues & { readonly preserveValues: boolean },
  current: Release,
  { log }: ActionContext,
): ReusedValues {
  if (!preserveValues) {
    log.add("resetting values to the chart's original version");
    return { chart, values };
  }
  log.add("reusing the old release's values");
  const config = goMapOf(current.config);
  const stored = current.chart['values'];
  const old = { ...chart, values: isJsonObject(stored) ? goMapOf(stored) : undefined, dependencies: [] };
  return { chart: { ...chart, values: coalesceValues(old, config) }, values: coalesceTables(values, config) };
}
