import { type FieldError, forbiddenField, invalidField, requiredField } from '@gotk/objects';
import { addQuantities, compareQuantities, parseQuantity, quantityInUnits, renderQuantity } from '@gotk/quantity';
import { checkSet } from './check-lists.js';
import type { RequestPolicyDraft } from './device-drafts.js';

const MAX_VALUES = 10;
const BOTH = 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time';

/** What is wrong with how a capacity may be taken by several requests. */
export function checkRequestPolicy(policy: RequestPolicyDraft, capacity: string, field: string): readonly FieldError[] {
  const { validValues = [], validRange, default: standard } = policy;
  if (validValues.length > 0 && validRange !== undefined) return [forbiddenField(field, BOTH)];
  const name = validValues.length > 0 ? 'validValues' : 'validRange';
  if (name === 'validRange' && validRange === undefined) return [];
  if (standard === undefined) return [requiredField(`${field}.default`, `required when ${name} is defined`)];
  return name === 'validValues'
    ? checkValues(validValues, { standard, capacity }, `${field}.validValues`)
    : checkRange(validRange ?? {}, { standard, capacity }, `${field}.validRange`);
}

interface Amounts {
  /** What is taken when a request does not say. */
  readonly standard: string;
  /** All there is. */
  readonly capacity: string;
}

function compare(a: string, b: string): number {
  return compareQuantities(parseQuantity(a), parseQuantity(b));
}

function checkValues(values: readonly string[], { standard, capacity }: Amounts, field: string): readonly FieldError[] {
  const sorted = values.flatMap((value, index) =>
    index > 0 && compare(values[index - 1] ?? '0', value) > 0
      ? [invalidField(`${field}[${index}]`, value, 'values must be sorted in ascending order')]
      : [],
  );
  const keyOf = (value: string): string => String(quantityInUnits(parseQuantity(value), 0));
  const isOffered = values.some((value) => compare(value, standard) === 0);
  return [
    ...sorted,
    ...checkSet(values, { field, max: MAX_VALUES, keyOf }, (value, place) =>
      compare(value, capacity) > 0
        ? [invalidField(place, value, `option is larger than capacity value: ${capacity}`)]
        : [],
    ),
    ...(isOffered ? [] : [invalidField(field, standard, 'default value is not valid according to the requestPolicy')]),
  ];
}

type Range = NonNullable<RequestPolicyDraft['validRange']>;

function checkRange({ min, max, step }: Range, amounts: Amounts, field: string): readonly FieldError[] {
  if (min === undefined) return [requiredField(`${field}.min`, 'required when validRange is defined')];
  const { standard, capacity } = amounts;
  return [
    ...(compare(min, capacity) > 0
      ? [invalidField(`${field}.min`, min, `min is larger than capacity value: ${capacity}`)]
      : []),
    ...(compare(standard, min) < 0 ? [invalidField(`${field}.min`, standard, `default is less than min: ${min}`)] : []),
    ...(max === undefined ? [] : checkMax(max, min, amounts, `${field}.max`)),
    ...(step === undefined
      ? []
      : checkStep({ step, min, values: [standard, ...(max === undefined ? [] : [max])] }, capacity, `${field}.step`)),
  ];
}

function checkMax(max: string, min: string, { standard, capacity }: Amounts, field: string): readonly FieldError[] {
  return [
    ...(compare(min, max) > 0 ? [invalidField(field, min, `min is larger than max: ${max}`)] : []),
    ...(compare(max, capacity) > 0 ? [invalidField(field, max, `max is larger than capacity value: ${capacity}`)] : []),
    ...(compare(standard, max) > 0 ? [invalidField(field, standard, `default is more than max: ${max}`)] : []),
  ];
}

interface Steps {
  readonly step: string;
  readonly min: string;
  /** What must be reached from the least in steps. */
  readonly values: readonly string[];
}

function checkStep({ step, min, values }: Steps, capacity: string, field: string): readonly FieldError[] {
  const first = renderQuantity(addQuantities(parseQuantity(min), parseQuantity(step)));
  const units = (amount: string): bigint => quantityInUnits(parseQuantity(amount), 0);
  const detail = `value is not a multiple of a given step (${step}) from (${min})`;
  return [
    ...(compare(first, capacity) > 0
      ? [invalidField(field, step, `one step ${first} is larger than capacity value: ${capacity}`)]
      : []),
    ...values
      .filter((value) => units(step) !== 0n && (units(value) - units(min)) % units(step) !== 0n)
      .map((value) => invalidField(field, value, detail)),
  ];
}
