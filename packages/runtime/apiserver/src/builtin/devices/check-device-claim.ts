import { checkDeviceSelector } from '@gotk/cel';
import {
  checkDns1123Subdomain,
  checkLabelValue,
  type FieldError,
  forbiddenField,
  invalidField,
  notSupportedField,
  requiredField,
  tooLongField,
  validateQualifiedName,
} from '@gotk/objects';
import { checkDeviceConfig } from './check-device-config.js';
import { checkLabelName, checkQualifiedAttribute } from './check-device-names.js';
import { checkItems, checkSet } from './check-lists.js';
import type {
  DeviceChoiceDraft,
  DeviceConstraintDraft,
  DeviceRequestDraft,
  DeviceTolerationDraft,
  ResourceClaimSpecDraft,
  SelectorDraft,
} from './device-drafts.js';

/** The most requests, constraints, parameters and selectors. */
export const MAX_ITEMS = 32;
const MAX_ALTERNATIVES = 8;

/** What is wrong with the spec of a claim on devices. */
export function checkDeviceClaim({ devices = {} }: ResourceClaimSpecDraft, field: string): readonly FieldError[] {
  const names = requestNames(devices.requests ?? []);
  const at = `${field}.devices`;
  const keyOf = ({ name = '' }: DeviceRequestDraft): string => name;
  return [
    ...checkSet(devices.requests, { field: `${at}.requests`, max: MAX_ITEMS, keyOf }, checkRequest),
    ...checkItems(devices.constraints, { field: `${at}.constraints`, max: MAX_ITEMS }, (constraint, place) =>
      checkConstraint(constraint, names, place),
    ),
    ...checkItems(devices.config, { field: `${at}.config`, max: MAX_ITEMS }, (config, place) => [
      ...checkRequestReferences(config.requests, names, `${place}.requests`),
      ...checkDeviceConfig(config, place),
    ]),
  ];
}

/** The names by which requests, and their alternatives, are referred to. */
export function requestNames(requests: readonly DeviceRequestDraft[]): ReadonlySet<string> {
  const names = requests.flatMap(({ name = '', firstAvailable = [] }) => [
    name,
    ...firstAvailable.map((alternative) => `${name}/${alternative.name ?? ''}`),
  ]);
  return new Set(names);
}

const ONE_OF = 'exactly one of `exactly` or `firstAvailable` is required';

function checkRequest({ name = '', exactly, firstAvailable = [] }: DeviceRequestDraft, field: string) {
  return [...checkLabelName(name, `${field}.name`), ...checkRequestKind({ exactly, firstAvailable }, field)];
}

function checkRequestKind(
  { exactly, firstAvailable }: { readonly exactly: DeviceChoiceDraft | undefined; firstAvailable: DeviceChoiceDraft[] },
  field: string,
): readonly FieldError[] {
  if (firstAvailable.length === 0)
    return exactly === undefined ? [requiredField(field, ONE_OF)] : checkChoice(exactly, `${field}.exactly`);
  if (exactly !== undefined) return [invalidField(field, null, `${ONE_OF}, but multiple fields are set`)];
  const rules = {
    field: `${field}.firstAvailable`,
    max: MAX_ALTERNATIVES,
    keyOf: ({ name = '' }: DeviceChoiceDraft) => name,
  };
  return checkSet(firstAvailable, rules, (alternative, place) => [
    ...checkLabelName(alternative.name ?? '', `${place}.name`),
    ...checkChoice(alternative, place),
  ]);
}

function checkChoice(choice: DeviceChoiceDraft, field: string): readonly FieldError[] {
  const { deviceClassName: name = '', selectors, tolerations = [] } = choice;
  const at = `${field}.deviceClassName`;
  return [
    ...(name === '' ? [requiredField(at)] : checkDns1123Subdomain(name).map((error) => invalidField(at, name, error))),
    ...checkSelectors(selectors, `${field}.selectors`),
    ...checkAllocationMode(choice, field),
    ...tolerations.flatMap((toleration, index) => checkToleration(toleration, `${field}.tolerations[${index}]`)),
  ];
}

function checkAllocationMode({ allocationMode = '', count = 0 }: DeviceChoiceDraft, field: string) {
  if (allocationMode === 'All')
    return count === 0
      ? []
      : [invalidField(`${field}.count`, count, "must not be specified when allocationMode is 'All'")];
  if (allocationMode === 'ExactCount')
    return count > 0 ? [] : [invalidField(`${field}.count`, count, 'must be greater than zero')];
  return [notSupportedField(`${field}.allocationMode`, allocationMode, ['All', 'ExactCount'])];
}

/** What is wrong with expressions that choose devices. */
export function checkSelectors(selectors: readonly SelectorDraft[] | undefined, field: string): readonly FieldError[] {
  return checkItems(selectors, { field, max: MAX_ITEMS }, ({ cel }, place) =>
    cel === undefined
      ? [requiredField(`${place}.cel`)]
      : checkExpression(cel.expression ?? '', `${place}.cel.expression`),
  );
}

const MAX_EXPRESSION_BYTES = 10 * 1024;

function checkExpression(text: string, field: string): readonly FieldError[] {
  if (Buffer.byteLength(text) > MAX_EXPRESSION_BYTES) return [tooLongField(field, MAX_EXPRESSION_BYTES)];
  const problem = checkDeviceSelector(text);
  if (problem === undefined) return [];
  if (problem.kind === 'costly') return [forbiddenField(field, 'too complex, exceeds cost limit')];
  return problem.kind === 'invalid'
    ? [invalidField(field, text, problem.message)]
    : [{ reason: 'InternalError', field, detail: problem.message }];
}

const OPERATORS = ['Equal', 'Exists'];
const EFFECTS = ['NoExecute', 'NoSchedule', 'None'];

function checkToleration(toleration: DeviceTolerationDraft, field: string): readonly FieldError[] {
  const { key = '', effect = '' } = toleration;
  return [
    ...(key === '' ? [] : validateQualifiedName(key, `${field}.key`)),
    ...checkOperator(toleration, field),
    ...(effect === '' ? [] : checkEffect(effect, `${field}.effect`)),
  ];
}

function checkOperator({ operator = '', value = '' }: DeviceTolerationDraft, field: string): readonly FieldError[] {
  switch (operator) {
    case 'Exists':
      return value === '' ? [] : [invalidField(`${field}.value`, value, 'must be empty for operator `Exists`')];
    case 'Equal':
      return checkTaintValue(value, `${field}.value`);
    case '':
      return [requiredField(`${field}.operator`)];
    default:
      return [notSupportedField(`${field}.operator`, operator, OPERATORS)];
  }
}

/** What is wrong with the value of a taint of a device. */
export function checkTaintValue(value: string, field: string): readonly FieldError[] {
  return checkLabelValue(value).map((error) => invalidField(field, value, error));
}

/** What is wrong with what a taint of a device does. */
export function checkEffect(effect: string, field: string): readonly FieldError[] {
  return EFFECTS.includes(effect) ? [] : [notSupportedField(field, effect, EFFECTS)];
}

const ONE_ATTRIBUTE = 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set';

function checkConstraint(constraint: DeviceConstraintDraft, names: ReadonlySet<string>, field: string) {
  const { requests, matchAttribute, distinctAttribute } = constraint;
  const attribute =
    matchAttribute !== undefined
      ? checkQualifiedAttribute(matchAttribute, `${field}.matchAttribute`)
      : distinctAttribute !== undefined
        ? checkQualifiedAttribute(distinctAttribute, `${field}.distinctAttribute`)
        : [requiredField(field, ONE_ATTRIBUTE)];
  return [...checkRequestReferences(requests, names, `${field}.requests`), ...attribute];
}

const REFERENCE =
  "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

/** What is wrong with a list of the names of requests. */
export function checkRequestReferences(
  references: readonly string[] | undefined,
  names: ReadonlySet<string>,
  field: string,
): readonly FieldError[] {
  return checkSet(references, { field, max: MAX_ITEMS, keyOf: (name) => name }, (name, place) =>
    checkRequestReference(name, names, place),
  );
}

/** What is wrong with the name of a request, or of an alternative of one. */
export function checkRequestReference(name: string, names: ReadonlySet<string>, field: string): readonly FieldError[] {
  const parts = name.split('/');
  if (parts.length > 2) return [invalidField(field, name, REFERENCE)];
  return [
    ...parts.flatMap((part) => checkLabelName(part, field)),
    ...(names.has(name) ? [] : [invalidField(field, name, REFERENCE)]),
  ];
}
