import { renderFieldValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { checkLabelValue, checkQualifiedName } from '@gotk/name-rules';
import { type FieldError, invalidField, notSupportedField, renderFieldErrors } from '../validation/field-error.js';

/** How a requirement compares; written as Kubernetes names them. */
export type LabelOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on the label `key`. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  /** Sorted, without repetitions. */
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>> | undefined;

const OPERATORS: readonly string[] = ['!', '=', '==', 'in', '!=', 'notin', 'exists', 'gt', 'lt'];

/**
 * A checked requirement.
 * @param values `undefined` for no list at all, which messages show as null.
 * @throws LocatedError `label-selector` with all that is wrong.
 */
export function labelRequirement(
  key: string,
  operator: LabelOperator,
  values: readonly string[] | undefined,
): LabelRequirement {
  const errors = [
    ...joined(checkQualifiedName(key), 'key', key),
    ...operandErrors(operator, values),
    ...(values ?? []).flatMap((value, index) => joined(checkLabelValue(value), `values[${index}][${key}]`, value)),
  ];
  if (errors.length > 0) throw labelSelectorError(renderFieldErrors(errors));
  return { key, operator, values: values ?? [] };
}

function joined(problems: readonly string[], field: string, value: string): readonly FieldError[] {
  return problems.length === 0 ? [] : [invalidField(field, value, problems.join('; '))];
}

function operandErrors(operator: LabelOperator, values: readonly string[] | undefined): readonly FieldError[] {
  const count = values?.length ?? 0;
  switch (operator) {
    case 'in':
    case 'notin':
      return count > 0 ? [] : [invalidValues(values, "for 'in', 'notin' operators, values set can't be empty")];
    case '=':
    case '==':
    case '!=':
      return count === 1 ? [] : [invalidValues(values, 'exact-match compatibility requires one single value')];
    case 'exists':
    case '!':
      return count === 0 ? [] : [invalidValues(values, 'values set must be empty for exists and does not exist')];
    case 'gt':
    case 'lt':
      return numberErrors(values ?? []);
    default:
      return [notSupportedField('operator', operator, OPERATORS)];
  }
}

function numberErrors(values: readonly string[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (values.length !== 1)
    errors.push(invalidValues(values, "for 'Gt', 'Lt' operators, exactly one value is required"));
  for (const [index, value] of values.entries()) {
    if (parseInt64(value) !== undefined) continue;
    errors.push(invalidField(`values[${index}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer"));
  }
  return errors;
}

function invalidValues(values: readonly string[] | undefined, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field: 'values', shownValue: renderFieldValue(values ?? null), detail };
}

/** The error of a selector that cannot be used. */
export function labelSelectorError(message: string): LocatedError {
  return new LocatedError({ code: 'label-selector', message });
}

/** The condition as a function of an object's labels. */
export function compileRequirement({ key, operator, values }: LabelRequirement): (labels: Labels) => boolean {
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return compileHasValue(key, values);
    case '!=':
    case 'notin': {
      const hasValue = compileHasValue(key, values);
      return (labels) => !hasValue(labels);
    }
    case 'exists':
      return (labels) => labels !== undefined && Object.hasOwn(labels, key);
    case '!':
      return (labels) => labels === undefined || !Object.hasOwn(labels, key);
    default:
      return compileNumeric(key, operator, values[0] ?? '');
  }
}

function compileHasValue(key: string, values: readonly string[]): (labels: Labels) => boolean {
  if (values.length === 1) {
    const [wanted] = values;
    return (labels) => labels !== undefined && Object.hasOwn(labels, key) && labels[key] === wanted;
  }
  const wanted = new Set(values);
  return (labels) => labels !== undefined && Object.hasOwn(labels, key) && wanted.has(labels[key] ?? '');
}

function compileNumeric(key: string, operator: 'gt' | 'lt', bound: string): (labels: Labels) => boolean {
  const limit = parseInt64(bound);
  return (labels) => {
    if (limit === undefined || labels === undefined || !Object.hasOwn(labels, key)) return false;
    const value = parseInt64(labels[key] ?? '');
    return value !== undefined && (operator === 'gt' ? value > limit : value < limit);
  };
}

function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The requirement as a selector writes it. */
export function renderRequirement({ key, operator, values }: LabelRequirement): string {
  const list = values.join(',');
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${list})`;
    case 'gt':
      return `${key}>${list}`;
    case 'lt':
      return `${key}<${list}`;
    default:
      return key + operator + list;
  }
}
