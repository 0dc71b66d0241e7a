import { runeCount } from '@gotk/go-template';
import { compareDecimals, type Decimal, isMultipleOf, isWhole } from './decimal.js';
import { englishCount, englishNumber } from './english-number.js';
import { type JsonNode, JsonNumber, nodesEqual, nodeType } from './json-node.js';
import type { Keywords, NumberBound } from './schema.js';
import type { SchemaCheck } from './schema-check.js';
import { singleQuoted } from './validation-failure.js';

/** Type, value and format: the first of them that does not fit hides all else. */
export function scalarProblem({ types, constant, enumeration, format }: Keywords, node: JsonNode): string | undefined {
  const type = nodeType(node);
  if (types !== undefined && !types.has(type) && !(types.has('integer') && isInteger(node))) {
    return `got ${type}, want ${[...types].join(' or ')}`;
  }
  if (constant !== undefined && !nodesEqual(node, constant.value)) {
    return isScalar(constant.value) ? `value must be ${shown(constant.value)}` : "'const' failed";
  }
  if (enumeration !== undefined && !enumeration.some((value) => nodesEqual(node, value))) {
    return enumerationProblem(enumeration);
  }
  const problem = format === undefined || typeof node !== 'string' ? undefined : format.check(node);
  return problem === undefined ? undefined : `${shown(node)} is not valid ${format?.name}: ${problem}`;
}

function isInteger(node: JsonNode): boolean {
  return node instanceof JsonNumber && isWhole(node.decimal);
}

function enumerationProblem(values: readonly JsonNode[]): string {
  if (!values.every(isScalar)) return "'enum' failed";
  const list = values.map(shown).join(', ');
  return `value must be ${values.length === 1 ? '' : 'one of '}${list}`;
}

function isScalar(node: JsonNode): boolean {
  return node === null || node instanceof JsonNumber || typeof node !== 'object';
}

function shown(node: JsonNode): string {
  if (typeof node === 'string') return singleQuoted(node);
  if (node instanceof JsonNumber) return node.text;
  return node === null ? '<nil>' : String(node);
}

/** The keywords for texts. */
export function checkText(check: SchemaCheck, text: string): void {
  const { minLength, maxLength, pattern } = check.site.schema.parts.keywords;
  const length = minLength === undefined && maxLength === undefined ? 0 : runeCount(text);
  if (minLength !== undefined && length < minLength) {
    check.fail(`minLength: got ${englishCount(length)}, want ${englishCount(minLength)}`);
  }
  if (maxLength !== undefined && length > maxLength) {
    check.fail(`maxLength: got ${englishCount(length)}, want ${englishCount(maxLength)}`);
  }
  if (pattern !== undefined && pattern.regex.find(text, 0) === undefined) {
    check.fail(`${singleQuoted(text)} does not match pattern ${singleQuoted(pattern.source)}`);
  }
}

/** The keywords for numbers. */
export function checkNumber(check: SchemaCheck, { decimal, text }: JsonNumber): void {
  for (const bound of check.site.schema.parts.keywords.bounds ?? []) {
    if (!isWithin(decimal, bound)) {
      check.fail(`${bound.keyword}: got ${englishNumber(Number(text))}, want ${englishNumber(bound.shown)}`);
    }
  }
}

function isWithin(value: Decimal, { keyword, limit }: NumberBound): boolean {
  switch (keyword) {
    case 'minimum':
      return compareDecimals(value, limit) >= 0;
    case 'maximum':
      return compareDecimals(value, limit) <= 0;
    case 'exclusiveMinimum':
      return compareDecimals(value, limit) > 0;
    case 'exclusiveMaximum':
      return compareDecimals(value, limit) < 0;
    default:
      return isMultipleOf(value, limit);
  }
}
