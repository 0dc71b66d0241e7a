import {
  checkDns1123Label,
  checkPathSegmentName,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import { compareToInteger, parseQuantity } from '@gotk/quantity';
import { checkContainerResourceName } from '../resources/resource-names.js';
import type { MetricSpecDraft, MetricTargetDraft, TargetRefDraft } from './autoscaler-draft.js';

/** The fields of a metric's sources by its type, in the order in which they are looked at. */
const SOURCES = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
} as const;
const TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

type CheckReference = (ref: TargetRefDraft, field: string) => readonly FieldError[];

/** What is wrong with the metrics by which an autoscaler scales. */
export function checkMetrics(
  metrics: readonly MetricSpecDraft[],
  checkReference: CheckReference,
): readonly FieldError[] {
  return metrics.flatMap((metric, index) => checkMetric(metric, `spec.metrics[${index}]`, checkReference));
}

function checkMetric(metric: MetricSpecDraft, field: string, checkReference: CheckReference): readonly FieldError[] {
  const { type } = metric;
  const at = `${field}.type`;
  const isKnown = Object.hasOwn(SOURCES, type);
  const unknown = isKnown ? [] : [notSupportedField(at, type, TYPES)];
  const expected = isKnown ? SOURCES[type as keyof typeof SOURCES] : undefined;
  const present = Object.values(SOURCES).filter((name) => metric[name] !== undefined);
  const [first] = present;
  const surplus = present.length === 1 ? [] : present.filter((name) => name !== expected);
  const missing = 'must populate information for the given metric source';
  return [
    ...(type === '' ? [requiredField(at, 'must specify a metric source type')] : []),
    ...unknown,
    ...(first === undefined ? [] : checkSource(metric, { source: first, field: `${field}.${first}`, checkReference })),
    ...(expected !== undefined && metric[expected] === undefined
      ? [requiredField(`${field}.${expected}`, missing)]
      : []),
    ...unknown,
    ...surplus.map((name) => forbiddenField(`${field}.${name}`, 'must populate the given metric source only')),
  ];
}

interface Source {
  readonly source: (typeof SOURCES)[keyof typeof SOURCES];
  readonly field: string;
  readonly checkReference: CheckReference;
}

function checkSource(metric: MetricSpecDraft, { source, field, checkReference }: Source): readonly FieldError[] {
  const { object, external, pods, resource, containerResource } = metric;
  if (source === 'object' && object !== undefined)
    return [
      ...checkReference(object.describedObject, `${field}.describedObject`),
      ...checkName(object.metric.name, `${field}.metric.name`),
      ...checkTarget(object.target, `${field}.target`),
      ...requireEither(object.target, ['value', 'averageValue'], `${field}.target`, 'a target value or averageValue'),
    ];
  if (source === 'external' && external !== undefined)
    return [
      ...checkName(external.metric.name, `${field}.metric.name`),
      ...checkTarget(external.target, `${field}.target`),
      ...requireEither(
        external.target,
        ['value', 'averageValue'],
        `${field}.target`,
        'a target value for metric or a per-pod target',
      ),
      ...(external.target.value !== undefined && external.target.averageValue !== undefined
        ? [forbiddenField(`${field}.target.value`, 'may not set both a target value for metric and a per-pod target')]
        : []),
    ];
  if (source === 'pods' && pods !== undefined)
    return [
      ...checkName(pods.metric.name, `${field}.metric.name`),
      ...checkTarget(pods.target, `${field}.target`),
      ...(pods.target.averageValue === undefined
        ? [requiredField(`${field}.target.averageValue`, 'must specify a positive target averageValue')]
        : []),
    ];
  if (resource !== undefined && source === 'resource') return checkResource(resource, field);
  if (containerResource === undefined) return [];
  const { container } = containerResource;
  const at = `${field}.container`;
  const [name, ...target] = [
    checkResource({ ...containerResource, target: undefined }, field),
    checkResource({ name: 'any', target: containerResource.target }, field),
  ];
  return [
    ...name,
    ...(containerResource.name === '' ? [] : checkContainerResourceName(containerResource.name, `${field}.name`)),
    ...(container === ''
      ? [requiredField(at, 'must specify a container')]
      : checkDns1123Label(container).map((error) => invalidField(at, container, error))),
    ...target.flat(),
  ];
}

function checkResource(
  { name, target }: { readonly name: string; readonly target: MetricTargetDraft | undefined },
  field: string,
): readonly FieldError[] {
  const named = name === '' ? [requiredField(`${field}.name`, 'must specify a resource name')] : [];
  if (target === undefined) return named;
  const both = target.averageUtilization !== undefined && target.averageValue !== undefined;
  return [
    ...named,
    ...checkTarget(target, `${field}.target`),
    ...requireEither(
      target,
      ['averageUtilization', 'averageValue'],
      `${field}.target`,
      'a target raw value or a target utilization',
    ),
    ...(both
      ? [forbiddenField(`${field}.target.averageValue`, 'may not set both a target raw value and a target utilization')]
      : []),
  ];
}

function checkName(name: string, field: string): readonly FieldError[] {
  if (name === '') return [requiredField(field, 'must specify a metric name')];
  return checkPathSegmentName(name).map((error) => invalidField(field, name, error));
}

/** An error when a target names neither amount. */
function requireEither(
  target: MetricTargetDraft,
  names: readonly (keyof MetricTargetDraft)[],
  field: string,
  what: string,
): readonly FieldError[] {
  if (names.some((name) => target[name] !== undefined)) return [];
  const at = names.includes('averageUtilization') ? 'averageUtilization' : 'averageValue';
  return [requiredField(`${field}.${at}`, `must set either ${what}`)];
}

function checkTarget(target: MetricTargetDraft, field: string): readonly FieldError[] {
  const { type, averageUtilization } = target;
  const amounts = (['value', 'averageValue'] as const).flatMap((name) => {
    const amount = target[name];
    if (amount === undefined || compareToInteger(parseQuantity(amount), 0n) > 0) return [];
    return [invalidField(`${field}.${name}`, amount, 'must be positive')];
  });
  return [
    ...(type === '' ? [requiredField(`${field}.type`, 'must specify a metric target type')] : []),
    ...(TARGET_TYPES.includes(type)
      ? []
      : [invalidField(`${field}.type`, type, 'must be either Utilization, Value, or AverageValue')]),
    ...amounts,
    ...(averageUtilization !== undefined && averageUtilization < 1
      ? [invalidField(`${field}.averageUtilization`, averageUtilization, 'must be greater than 0')]
      : []),
  ];
}
