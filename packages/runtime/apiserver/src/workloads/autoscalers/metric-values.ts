import { parseQuantity, quantityInUnits } from '@gotk/quantity';

/** What a metric is simulated to be: a share of what pods request, or an amount in thousandths. */
export type MetricValue =
  | { readonly kind: 'share'; readonly percent: number }
  /** `isTotal`: what the ready pods share; else what each has. */
  | { readonly kind: 'amount'; readonly milli: number; readonly isTotal: boolean };

/** Where the values of an autoscaler's metrics come from. */
export type MetricSource =
  /** Each metric is what its target asks for. */
  | { readonly kind: 'steady' }
  /** There are no metrics, as in a cluster without a metrics server. */
  | { readonly kind: 'none' }
  | { readonly kind: 'values'; readonly values: ReadonlyMap<string, MetricValue> };

/** Annotation on HorizontalPodAutoscalers: `NAME=VALUE` for each metric, with commas between them, or `none`. */
export const METRICS_ANNOTATION = 'simulation.gotk.dev/metrics';

const MAX_METRICS = 100;

/** Reads the annotation; what cannot be read is left out. @param hasNode whether there is something that could be measured. */
export function metricSource(text: string | undefined, hasNode: boolean): MetricSource {
  if (text === undefined) return { kind: hasNode ? 'steady' : 'none' };
  if (text.trim() === 'none') return { kind: 'none' };
  const values = new Map<string, MetricValue>();
  for (const entry of text.split(',').slice(0, MAX_METRICS)) {
    const [, name = '', amount = '', total] = /^\s*([^\s=]+)\s*=\s*(\S+?)(\s+total)?\s*$/.exec(entry) ?? [];
    const value = parseValue(amount, total !== undefined);
    if (value !== undefined) values.set(name, value);
  }
  return { kind: 'values', values };
}

function parseValue(text: string, isTotal: boolean): MetricValue | undefined {
  const percent = /^(\d{1,6})%$/.exec(text)?.[1];
  if (percent !== undefined) return { kind: 'share', percent: Number(percent) };
  const milli = milliOf(text);
  return milli === undefined ? undefined : { kind: 'amount', milli, isTotal };
}

/** A quantity in thousandths; `undefined` when it is none. */
export function milliOf(text: unknown): number | undefined {
  if (typeof text !== 'string' && typeof text !== 'number') return undefined;
  try {
    return Number(quantityInUnits(parseQuantity(String(text)), -3));
  } catch {
    return undefined;
  }
}
