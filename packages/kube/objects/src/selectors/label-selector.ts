import { goQuote } from '@gotk/json';
import { checkLabelValue } from '@gotk/name-rules';
import { type FieldError, forbiddenField, invalidField, requiredField } from '../validation/field-error.js';
import { validateQualifiedName } from '../validation/validate-names.js';
import { validateLabels } from '../validation/validate-object-meta.js';
import { compileLabelMatcher, everyLabel, type LabelMatcher, noLabel } from './label-matcher.js';
import { type LabelRequirement, labelRequirement, labelSelectorError } from './label-requirement.js';
import { parseLabelSelector } from './parse-label-selector.js';

/** A `LabelSelector` as objects carry it. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

/** One of a LabelSelector's `matchExpressions`. */
export interface LabelSelectorRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values?: readonly string[];
}

const OPERATORS = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' } as const;

/**
 * The compiled form of a selector object: an absent one matches nothing, an empty one everything.
 * @throws LocatedError `label-selector`.
 */
export function compileLabelSelector(selector: LabelSelector | undefined): LabelMatcher {
  if (selector === undefined) return noLabel;
  const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => labelRequirement(key, '=', [value]));
  const expressions = (selector.matchExpressions ?? []).map(compileExpression);
  return labels.length + expressions.length === 0 ? everyLabel : compileLabelMatcher([...labels, ...expressions]);
}

function compileExpression({ key, operator, values }: LabelSelectorRequirement): LabelRequirement {
  if (!isOperator(operator)) throw labelSelectorError(`${goQuote(operator)} is not a valid label selector operator`);
  const sorted = values === undefined || values.length === 0 ? undefined : [...values];
  const requirement = labelRequirement(key, OPERATORS[operator], sorted);
  return { ...requirement, values: Array.from(requirement.values).sort() };
}

function isOperator(operator: string): operator is keyof typeof OPERATORS {
  return Object.hasOwn(OPERATORS, operator);
}

/** The selector as kubectl shows it: `a=1,b in (x,y)`, `<none>` when it says nothing, `<error>` when it is wrong. */
export function renderLabelSelector(selector: LabelSelector | undefined): string {
  try {
    return compileLabelSelector(selector).text || '<none>';
  } catch {
    return '<error>';
  }
}

/**
 * Reads a selector text into a selector object.
 * @throws LocatedError `label-selector`.
 */
export function parseLabelSelectorObject(text: string): LabelSelector {
  const matchLabels: [string, string][] = [];
  const matchExpressions: LabelSelectorRequirement[] = [];
  for (const { key, operator, values } of requirementsOf(text)) {
    switch (operator) {
      case '=':
      case '==':
        matchLabels.push([key, values[0] ?? '']);
        break;
      case 'in':
      case 'notin':
        matchExpressions.push({ key, operator: operator === 'in' ? 'In' : 'NotIn', values });
        break;
      case 'exists':
      case '!':
        matchExpressions.push({ key, operator: operator === '!' ? 'DoesNotExist' : 'Exists' });
        break;
      default:
        throw unsupported(operator);
    }
  }
  return { matchLabels: Object.fromEntries(matchLabels), matchExpressions };
}

function requirementsOf(text: string): readonly LabelRequirement[] {
  try {
    return parseLabelSelector(text).requirements;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw labelSelectorError(`couldn't parse the selector string "${text}": ${reason}`);
  }
}

function unsupported(operator: string): Error {
  const known = operator === 'gt' || operator === 'lt';
  const complaint = known ? "isn't supported in label selectors" : 'is not a valid label selector operator';
  return labelSelectorError(`${goQuote(operator)} ${complaint}`);
}

/** What is wrong with a selector object, as the API server reports it. */
export function validateLabelSelector(selector: LabelSelector | undefined, field: string): readonly FieldError[] {
  if (selector === undefined) return [];
  const expressions = selector.matchExpressions ?? [];
  return [
    ...validateLabels(selector.matchLabels, `${field}.matchLabels`),
    ...expressions.flatMap((expression, index) =>
      validateExpression(expression, `${field}.matchExpressions[${index}]`),
    ),
  ];
}

function validateExpression({ key, operator, values = [] }: LabelSelectorRequirement, field: string): FieldError[] {
  return [
    ...validateOperator(operator, values, field),
    ...validateQualifiedName(key, `${field}.key`),
    ...values.flatMap((value, index) =>
      checkLabelValue(value).map((error) => invalidField(`${field}.values[${index}]`, value, error)),
    ),
  ];
}

function validateOperator(operator: string, values: readonly string[], field: string): readonly FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return [];
      return [requiredField(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return [];
      return [forbiddenField(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [invalidField(`${field}.operator`, operator, 'not a valid selector operator')];
  }
}
