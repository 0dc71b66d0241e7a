import type { JsonValue } from '@gotk/json';
import {
  checkConfigMapKey,
  checkDns1035Label,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkEnvVarName,
  checkHttpHeaderName,
  checkLabelValue,
  checkPercent,
  checkPortName,
  checkQualifiedName,
  checkRelaxedEnvVarName,
  checkWildcardDns1123Subdomain,
  compileLabelSelector,
  escapeFieldValue,
  type FieldError,
  type LabelMatcher,
  type LabelSelector,
  type ObjectMeta,
  parseFieldSelector,
  parseLabelMap,
  parseLabelSelector,
  renderFieldError,
  renderLabelSelector,
  validateAnnotations,
  validateCidr,
  validateDomainPrefixedPath,
  validateFullyQualifiedDomainName,
  validateFullyQualifiedName,
  validateIp,
  validateLabels,
  validateObjectMeta,
  validateQualifiedName,
} from '@gotk/objects';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

type LabelSet = Readonly<Record<string, string>>;

/** The rows `sets` and `fieldSets` of the corpus, as its README has them too; a reserve file may lack them. */
const LABEL_SETS: readonly LabelSet[] = [
  {},
  { a: '1' },
  { a: '2', b: 'x' },
  { b: '' },
  { 'app.kubernetes.io/name': 'x', tier: 'back' },
  { a: '1', b: 'x', c: '10' },
  { in: 'a', notin: 'b' },
];

const FIELD_SETS: readonly LabelSet[] = [
  {},
  { 'metadata.name': 'a' },
  { 'metadata.name': 'b', 'metadata.namespace': 'n' },
  { 'spec.nodeName': '', 'status.phase': 'Running' },
  { x: 'a,b' },
  { x: 'a=b' },
  { x: 'a\\b' },
];

/** A row of selectors.jsonl. */
export function runSelectorRow(row: Row): CaseResult {
  return checkRow(row, () => answer(row));
}

function answer(row: Row): unknown {
  const text = String(row['input']);
  switch (row.op) {
    case 'sets':
      return LABEL_SETS;
    case 'fieldSets':
      return FIELD_SETS;
    case 'labelSelector': {
      const matcher = parseLabelSelector(text);
      return { empty: matcher.matchesAll, ...describe(matcher) };
    }
    case 'labelSelectorAsSelector': {
      const selector = (row['input'] ?? undefined) as LabelSelector | undefined;
      return { ...describe(compileLabelSelector(selector)), format: renderLabelSelector(selector) };
    }
    case 'convertSelectorToLabelsMap':
      return parseLabelMap(text);
    case 'fieldSelector':
      return describeFieldSelector(text);
    case 'fieldEscape':
      return escapeFieldValue(text);
    default:
      return validate(row);
  }
}

function describe(matcher: LabelMatcher): Record<string, unknown> {
  return { matches: LABEL_SETS.map((labels) => matcher.matches(labels)), string: matcher.text };
}

function describeFieldSelector(text: string): unknown {
  const matcher = parseFieldSelector(text);
  return {
    empty: matcher.matchesAll,
    matches: FIELD_SETS.map((fields) => matcher.matches((field) => fields[field])),
    requirements: matcher.requirements.map(({ field, operator, value }) => ({ field, op: operator, value })),
    string: matcher.text,
  };
}

function validate(row: Row): unknown {
  switch (row.op) {
    case 'validateString':
      return validateString(String(row['input']));
    case 'validateLabels':
      return rendered(validateLabels(row['input'] as LabelSet, 'metadata.labels'));
    case 'validateAnnotations':
      return rendered(validateAnnotations(row['input'] as LabelSet, 'metadata.annotations'));
    case 'validateObjectMeta':
      return rendered(validateObjectMeta(row['input'] as ObjectMeta, { namespaced: row['namespaced'] === true }));
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

function rendered(errors: readonly FieldError[]): readonly string[] {
  return errors.map(renderFieldError);
}

const CHECKS: Readonly<Record<string, (value: string) => readonly string[]>> = {
  isConfigMapKey: checkConfigMapKey,
  isDNS1035Label: checkDns1035Label,
  isDNS1123Label: checkDns1123Label,
  isDNS1123Subdomain: checkDns1123Subdomain,
  isEnvVarName: checkEnvVarName,
  isHTTPHeaderName: checkHttpHeaderName,
  isQualifiedName: checkQualifiedName,
  isRelaxedEnvVarName: checkRelaxedEnvVarName,
  isValidLabelValue: checkLabelValue,
  isValidPercent: checkPercent,
  isValidPortName: checkPortName,
  isWildcardDNS1123Subdomain: checkWildcardDns1123Subdomain,
  isDomainPrefixedPath: (value) => rendered(validateDomainPrefixedPath(value, 'f')),
  isFullyQualifiedDomainName: (value) => rendered(validateFullyQualifiedDomainName(value, 'f')),
  isFullyQualifiedName: (value) => rendered(validateFullyQualifiedName(value, 'f')),
  isValidCIDR: (value) => rendered(validateCidr(value, 'f')),
  isValidIP: (value) => rendered(validateIp(value, 'f')),
  validateFinalizerName: (value) => rendered(validateQualifiedName(value, 'f')),
};

/** Only the checks that failed. */
function validateString(value: string): JsonValue {
  const failed = Object.entries(CHECKS).flatMap(([name, check]) => {
    const problems = check(value);
    return problems.length === 0 ? [] : [[name, [...problems]] as const];
  });
  return Object.fromEntries(failed);
}
