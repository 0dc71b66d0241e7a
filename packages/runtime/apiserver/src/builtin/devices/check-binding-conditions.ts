import { duplicateField, type FieldError, invalidField, validateQualifiedName } from '@gotk/objects';
import { checkItems } from './check-lists.js';

const MAX_CONDITIONS = 4;

interface BindingConditions {
  readonly bindingConditions?: readonly string[];
  readonly bindingFailureConditions?: readonly string[];
}

/** What is wrong with the conditions that say whether a device is ready for its pod, or never will be. */
export function checkBindingConditions(device: BindingConditions, field: string): readonly FieldError[] {
  const { bindingConditions: good = [], bindingFailureConditions: bad = [] } = device;
  const [goodAt, badAt] = [`${field}.bindingConditions`, `${field}.bindingFailureConditions`];
  const overlap = 'bindingFailureConditions must not overlap with bindingConditions';
  return [
    ...checkItems(good, { field: goodAt, max: MAX_CONDITIONS }, validateQualifiedName),
    ...checkItems(bad, { field: badAt, max: MAX_CONDITIONS }, validateQualifiedName),
    ...checkRepeated(good, goodAt),
    ...checkRepeated(bad, badAt),
    ...bad.flatMap((name, index) => (good.includes(name) ? [invalidField(`${badAt}[${index}]`, name, overlap)] : [])),
    ...requireBoth(device, field),
  ];
}

function checkRepeated(names: readonly string[], field: string): readonly FieldError[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [duplicateField(`${field}[${index}]`, name)] : [],
  );
}

function requireBoth({ bindingConditions, bindingFailureConditions }: BindingConditions, field: string) {
  const [good, bad] = [bindingConditions ?? [], bindingFailureConditions ?? []];
  const missing = (name: string, other: string, value: readonly string[] | undefined): FieldError =>
    invalidField(`${field}.${name}`, value === undefined ? null : [...value], `${name} are required to use ${other}`);
  return [
    ...(good.length === 0 && bad.length > 0
      ? [missing('bindingConditions', 'bindingFailureConditions', bindingConditions)]
      : []),
    ...(bad.length === 0 && good.length > 0
      ? [missing('bindingFailureConditions', 'bindingConditions', bindingFailureConditions)]
      : []),
  ];
}
