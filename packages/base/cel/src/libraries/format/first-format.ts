import { compareUtf8, goQuote } from '@gotk/json';
import { STRING } from '../../types/cel-type.js';
import { CelCancelled, CelError } from '../../values/cel-error.js';
import { CelList } from '../../values/cel-list.js';
import { CelMap } from '../../values/cel-map.js';
import { convertTo } from '../../values/convert.js';
import { refuseHuge } from '../../values/result-limit.js';
import { type CelValue, typeOf } from '../../values/value.js';
import { FIRST_MESSAGES } from './clause-messages.js';
import { fixedText, scientificParts } from './float-text.js';
import { binaryClause, hexClause, octalClause, refusedBy, wholeOf } from './integer-clauses.js';
import { type FormatClauses, renderFormat } from './parse-format.js';

/** The first version of `format`, which Kubernetes uses: numbers as in American English. @throws CelError */
export function formatFirst(text: string, args: CelList): string {
  return renderFormat(text, [...args], CLAUSES);
}

const CLAUSES: FormatClauses<CelValue> = {
  text: textOf,
  decimal: decimalOf,
  fixed: (value, precision) => fixedOf(doubleFor(value, FIRST_MESSAGES.fixed), precision),
  scientific: (value, precision) => scientificOf(doubleFor(value, FIRST_MESSAGES.scientific), precision),
  binary: (value) => binaryClause(value, FIRST_MESSAGES),
  hex: (value, upper) => hexClause(value, upper, FIRST_MESSAGES),
  octal: (value) => octalClause(value, FIRST_MESSAGES),
};

function textOf(value: CelValue): string {
  if (value === null) return 'null';
  if (value instanceof CelList) return listOf(value);
  if (value instanceof CelMap) return mapOf(value);
  const { kind } = typeOf(value);
  if (['opaque', 'struct'].includes(kind)) throw refusedBy(FIRST_MESSAGES.text, value);
  try {
    return convertTo(STRING, value) as string;
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    throw new CelError(`could not convert argument ${goQuote(error.message)} to string`);
  }
}

function listOf(list: CelList): string {
  // However large it is, formatting costs the same.
  refuseHuge(list.size * 100);
  return `[${[...list].map(literalOf).join(', ')}]`;
}

function mapOf(map: CelMap): string {
  // Kubernetes does not get past fields that its schema does not know.
  if ([...map.keys()].length < map.size) {
    throw new CelCancelled('internal error: runtime error: invalid memory address or nil pointer dereference');
  }
  const entries = [...map.keys()].map((key) => [keyOf(key), literalOf(map.find(key) ?? null)] as const);
  const sorted = entries.toSorted(([a], [b]) => compareUtf8(a, b));
  return `{${sorted.map(([key, value]) => `${key}:${value}`).join(', ')}}`;
}

function keyOf(key: CelValue): string {
  const { kind, name } = typeOf(key);
  if (!['string', 'bool', 'int', 'uint'].includes(kind)) {
    throw new CelError(`no formatting function for map key of type ${name}`);
  }
  return literalOf(key);
}

/** A value inside of a list or a map. */
function literalOf(value: CelValue): string {
  const { kind, name } = typeOf(value);
  switch (kind) {
    case 'string':
      return goQuote(value as string);
    case 'bytes':
      return `b${goQuote(textOf(value))}`;
    case 'timestamp':
    case 'duration':
      return `${kind}(${goQuote(textOf(value))})`;
    case 'double':
      return Number.isFinite(value) ? fixedText(value as number, 6) : goQuote(infinite(value as number));
    case 'opaque':
    case 'struct':
      throw new CelError(`no formatting function for ${name}`);
    default:
      return textOf(value);
  }
}

function infinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

function decimalOf(value: CelValue): string {
  const whole = wholeOf(value);
  if (whole === undefined) throw refusedBy(FIRST_MESSAGES.decimal, value);
  return String(whole);
}

function doubleFor(value: CelValue, message: string): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
  throw refusedBy(message, value);
}

function fixedOf(value: number, precision: number): string {
  if (!Number.isFinite(value)) return symbolOf(value);
  return withFraction(Object.is(value, -0) ? 0 : value, precision).replace(/^-?\d+/, (whole) =>
    whole.replace(/\B(?=(?:\d{3})+$)/g, ','),
  );
}

/** Go's number printer keeps the least number of places in one byte, the most in two. */
function withFraction(value: number, precision: number): string {
  if (precision < 256) return fixedText(value, precision);
  const most = Number(BigInt.asIntN(16, BigInt(precision)));
  const [whole = '', fraction = ''] = fixedText(value, most <= 0 ? 1100 : Math.min(most, 1100)).split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(precision % 256, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

function symbolOf(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '-∞';
}

/** The precision of a scientific clause is taken for its width. */
function scientificOf(value: number, width: number): string {
  const text = Number.isFinite(value) ? powerOfTen(Object.is(value, -0) ? 0 : value) : symbolOf(value);
  return ' '.repeat(Math.max(width - [...text].length, 0)) + text;
}

function powerOfTen(value: number): string {
  const { mantissa, exponent } = scientificParts(value, 6);
  const digits = String(Math.abs(exponent)).padStart(2, '0');
  const raised = digits.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '');
  return `${mantissa}\u00d710${exponent < 0 ? '⁻' : ''}${raised}`;
}
