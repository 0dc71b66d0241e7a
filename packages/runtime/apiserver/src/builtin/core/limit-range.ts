import {
  checkQualifiedName,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  requiredField,
} from '@gotk/objects';
import { compareQuantities, compareToInteger, parseQuantity, quantityAsNumber, renderQuantity } from '@gotk/quantity';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { namespacedMeta } from '../object-meta-rules.js';
import { allowsOvercommit, checkContainerResourceName, checkResourceName } from '../resources/resource-names.js';
import { amountIn } from './amount-in.js';
import type { ResourceList } from './pod-draft.js';

/** One limit of a LimitRange. */
export interface LimitDraft {
  type: string;
  max?: ResourceList;
  min?: ResourceList;
  default?: ResourceList;
  defaultRequest?: ResourceList;
  maxLimitRequestRatio?: ResourceList;
}

/** A LimitRange under way to the store. */
export interface LimitRangeDraft extends DraftObject {
  spec: { limits: LimitDraft[] | null };
}

/** LimitRanges limit what single pods, containers and claims of a namespace may ask for. */
export const limitRangeKind = builtinKind<LimitRangeDraft>({
  strategy: { validate: check, validateUpdate: check },
});

function check(range: LimitRangeDraft): readonly FieldError[] {
  const limits = range.spec.limits ?? [];
  const types = limits.map(({ type }) => type);
  return [
    ...namespacedMeta(range),
    ...limits.flatMap((limit, index) => {
      const field = `spec.limits[${index}]`;
      const repeated = types.indexOf(limit.type) < index ? [duplicateField(`${field}.type`, limit.type)] : [];
      return [...checkType(limit.type, `${field}.type`), ...repeated, ...checkLimit(limit, field)];
    }),
  ];
}

function checkType(type: string, field: string): readonly FieldError[] {
  const errors = checkQualifiedName(type).map((error) => invalidField(field, type, error));
  if (errors.length > 0 || type.includes('/') || ['Pod', 'Container', 'PersistentVolumeClaim'].includes(type))
    return errors;
  return [invalidField(field, type, 'must be a standard limit type or fully qualified')];
}

const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

function checkLimit(limit: LimitDraft, field: string): readonly FieldError[] {
  const isPod = limit.type === 'Pod';
  const checkName = isPod || limit.type === 'Container' ? checkContainerResourceName : checkResourceName;
  const names = LISTS.flatMap((list) => {
    if (isPod && (list === 'default' || list === 'defaultRequest')) {
      const detail = "may not be specified when `type` is 'Pod'";
      return Object.keys(limit[list] ?? {}).length > 0 ? [forbiddenField(`${field}.${list}`, detail)] : [];
    }
    return Object.keys(limit[list] ?? {}).flatMap((name) => checkName(name, `${field}.${list}[${name}]`));
  });
  const resources = new Set(LISTS.flatMap((list) => Object.keys(limit[list] ?? {})));
  return [
    ...names,
    ...checkStorage(limit, field),
    ...[...resources].flatMap((name) => checkAmounts(limit, name, field)),
  ];
}

function checkStorage({ type, min, max }: LimitDraft, field: string): readonly FieldError[] {
  if (type !== 'PersistentVolumeClaim' || min?.['storage'] !== undefined || max?.['storage'] !== undefined) return [];
  const detail = 'either minimum or maximum storage value is required, but neither was provided';
  return [requiredField(`${field}.limits`, detail)];
}

/** Which of two lists must not be above the other, and how the API says so. */
const ORDERED: readonly {
  readonly low: (typeof LISTS)[number];
  readonly high: (typeof LISTS)[number];
  readonly at: (typeof LISTS)[number];
  readonly shown: (typeof LISTS)[number];
  readonly text: (low: string, high: string) => string;
}[] = [
  {
    low: 'min',
    high: 'max',
    at: 'min',
    shown: 'min',
    text: (low, high) => `min value ${low} is greater than max value ${high}`,
  },
  {
    low: 'min',
    high: 'defaultRequest',
    at: 'defaultRequest',
    shown: 'defaultRequest',
    text: (low, high) => `min value ${low} is greater than default request value ${high}`,
  },
  {
    low: 'defaultRequest',
    high: 'max',
    at: 'defaultRequest',
    shown: 'defaultRequest',
    text: (low, high) => `default request value ${low} is greater than max value ${high}`,
  },
  {
    low: 'defaultRequest',
    high: 'default',
    at: 'defaultRequest',
    shown: 'defaultRequest',
    text: (low, high) => `default request value ${low} is greater than default limit value ${high}`,
  },
  {
    low: 'min',
    high: 'default',
    at: 'default',
    shown: 'min',
    text: (low, high) => `min value ${low} is greater than default value ${high}`,
  },
  {
    low: 'default',
    high: 'max',
    at: 'default',
    shown: 'max',
    text: (low, high) => `default value ${low} is greater than max value ${high}`,
  },
];

function checkAmounts(limit: LimitDraft, name: string, field: string): readonly FieldError[] {
  const amountOf = (list: (typeof LISTS)[number]): string | undefined => amountIn(limit[list], name);
  const errors = ORDERED.flatMap(({ low, high, at, shown, text }) => {
    const [lower, upper] = [amountOf(low), amountOf(high)];
    if (lower === undefined || upper === undefined || compareTexts(lower, upper) <= 0) return [];
    return [invalidField(`${field}.${at}[${name}]`, amountOf(shown) ?? '', text(lower, upper))];
  });
  return [...errors, ...checkRatio(limit, name, field), ...checkOvercommit(limit, name, field)];
}

function compareTexts(a: string, b: string): number {
  return compareQuantities(parseQuantity(a), parseQuantity(b));
}

function checkRatio(
  { min, max, maxLimitRequestRatio }: LimitDraft,
  name: string,
  field: string,
): readonly FieldError[] {
  const ratio = amountIn(maxLimitRequestRatio, name);
  if (ratio === undefined) return [];
  const quantity = parseQuantity(ratio);
  const at = `${field}.maxLimitRequestRatio[${name}]`;
  const errors: FieldError[] = [];
  if (compareToInteger(quantity, 1n) < 0)
    errors.push(invalidField(at, ratio, `ratio ${renderQuantity(quantity)} is less than 1`));
  const [low, high] = [amountIn(min, name), amountIn(max, name)];
  if (low === undefined || high === undefined) return errors;
  const most = quantityAsNumber(parseQuantity(high)) / quantityAsNumber(parseQuantity(low));
  if (quantityAsNumber(quantity) > most)
    errors.push(invalidField(at, ratio, `ratio ${ratio} is greater than max/min = ${most.toFixed(6)}`));
  return errors;
}

function checkOvercommit(limit: LimitDraft, name: string, field: string): readonly FieldError[] {
  const [limits, requests] = [amountIn(limit.default, name), amountIn(limit.defaultRequest, name)];
  if (allowsOvercommit(name) || limits === undefined || requests === undefined || compareTexts(limits, requests) === 0)
    return [];
  const detail = `default value ${limits} must equal to defaultRequest value ${requests} in ${name}`;
  return [invalidField(`${field}.defaultRequest[${name}]`, requests, detail)];
}
