import type { Run } from '../compile/run.js';
import { valueText } from '../format/print-value.js';
import { parseGoInt } from '../number/parse-number.js';
import { powerOfTen } from '../number/power-of-ten.js';
import {
  addInt64,
  divideInt64,
  goInt,
  goInt64,
  type IntegerValue,
  multiplyInt64,
  remainderInt64,
  subtractInt64,
  wrapInt64,
} from '../value/go-int.js';
import { GoSlice } from '../value/go-slice.js';
import { INT_SLICE } from '../value/go-type.js';
import type { GoValue } from '../value/go-value.js';
import { castToFloat64, castToInt64 } from './cast.js';
import { type Decimal, decimalOf } from './decimal.js';
import { GoError } from './go-error.js';
import { type Call, fixed, type GoFunction, renamed, variadic } from './go-function.js';
import { any, float, int, text } from './parameter-type.js';
import { randomBelow, randomBytes } from './random.js';

const biggest = variadic('max', { fixed: [any], rest: any }, (first, rest) => {
  return goInt64([first, ...rest].map(castToInt64).reduce(larger));
});

/** sprig's arithmetic and conversions. Integers are int64 and wrap around; decimals are exact until the result. */
export const mathFunctions: readonly GoFunction[] = [
  fixed('atoi', [text], (subject) => goInt(decimalInteger(subject))),
  fixed('int64', [any], (value) => goInt64(castToInt64(value))),
  fixed('int', [any], (value) => goInt(castToInt64(value))),
  fixed('float64', [any], (value) => castToFloat64(value)),
  fixed('toDecimal', [any], (value) => goInt64(octal(valueText(value)))),
  fixed('add1', [any], (value) => goInt64(addInt64(castToInt64(value), 1))),
  variadic('add', { fixed: [], rest: any }, (values) => goInt64(values.map(castToInt64).reduce(addInt64, 0))),
  fixed('sub', [any, any], (a, b) => goInt64(subtractInt64(castToInt64(a), castToInt64(b)))),
  fixed('div', [any, any], (a, b) => goInt64(divideInt64(castToInt64(a), divisor(b)))),
  fixed('mod', [any, any], (a, b) => goInt64(remainderInt64(castToInt64(a), divisor(b)))),
  variadic('mul', { fixed: [any], rest: any }, (first, rest) => {
    return goInt64(rest.map(castToInt64).reduce(multiplyInt64, castToInt64(first)));
  }),
  fixed('randInt', [int, int], randomInteger),
  fixed('add1f', [any], (value) => decimals(value, [1], (a, b) => a.add(b))),
  variadic('addf', { fixed: [], rest: any }, (values) => decimals(0, values, (a, b) => a.add(b))),
  variadic('subf', { fixed: [any], rest: any }, (first, rest) => decimals(first, rest, (a, b) => a.subtract(b))),
  variadic('divf', { fixed: [any], rest: any }, (first, rest) => decimals(first, rest, (a, b) => a.divide(b))),
  variadic('mulf', { fixed: [any], rest: any }, (first, rest) => decimals(first, rest, (a, b) => a.multiply(b))),
  biggest,
  renamed('biggest', biggest),
  variadic('min', { fixed: [any], rest: any }, (first, rest) => {
    return goInt64([first, ...rest].map(castToInt64).reduce(smaller));
  }),
  variadic('maxf', { fixed: [any], rest: any }, (first, rest) => Math.max(...[first, ...rest].map(castToFloat64))),
  variadic('minf', { fixed: [any], rest: any }, (first, rest) => Math.min(...[first, ...rest].map(castToFloat64))),
  fixed('ceil', [any], (value) => Math.ceil(castToFloat64(value))),
  fixed('floor', [any], (value) => Math.floor(castToFloat64(value))),
  variadic('round', { fixed: [any, int], rest: float }, (value, places, [roundOn = 0.5]) => {
    return round(castToFloat64(value), places, roundOn);
  }),
  fixed('until', [int], (count, call) => integers(countUp({ start: 0, stop: count, step: count < 0 ? -1 : 1 }, call))),
  fixed('untilStep', [int, int, int], (start, stop, step, call) => integers(countUp({ start, stop, step }, call))),
  variadic('seq', { fixed: [], rest: int }, sequence),
];

function larger(a: IntegerValue, b: IntegerValue): IntegerValue {
  // Math.max knows no bigint.
  const aIsLarger = a > b;
  return aIsLarger ? a : b;
}

function smaller(a: IntegerValue, b: IntegerValue): IntegerValue {
  const aIsSmaller = a < b;
  return aIsSmaller ? a : b;
}

/** strconv.Atoi; what is malformed is 0, what is too large the nearest integer. */
function decimalInteger(subject: string): IntegerValue {
  const parsed = parseGoInt(subject, 10);
  return wrapInt64(parsed.ok ? parsed.value : parsed.nearest);
}

function octal(subject: string): IntegerValue {
  const parsed = parseGoInt(subject, 8);
  return parsed.ok ? wrapInt64(parsed.value) : 0;
}

function divisor(value: GoValue): IntegerValue {
  const divisor = castToInt64(value);
  if (divisor === 0) throw new GoError('runtime error: integer divide by zero');
  return divisor;
}

function randomInteger(low: number, high: number, { run }: Call): GoValue {
  // The largest int64 is no double.
  const limit = high >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(high);
  const span = BigInt.asIntN(64, limit - BigInt(low));
  if (span <= 0n) throw new GoError('invalid argument to Intn');
  return goInt(wrapInt64(BigInt(low) + randomWithin(span, run)));
}

function randomWithin(span: bigint, run: Run): bigint {
  if (span <= 2n ** 32n) return BigInt(randomBelow(Number(span), run));
  const [first = 0n] = new BigUint64Array(randomBytes(16, run).buffer);
  return BigInt.asUintN(63, first) % span;
}

function decimals(first: GoValue, rest: readonly GoValue[], combine: (a: Decimal, b: Decimal) => Decimal): number {
  return rest
    .reduce((sum: Decimal, value) => combine(sum, decimalOf(castToFloat64(value))), decimalOf(castToFloat64(first)))
    .toNumber();
}

function round(value: number, places: number, roundOn: number): number {
  const power = powerOfTen(places);
  const shifted = power * value;
  const fraction = shifted - Math.trunc(shifted);
  return (fraction >= roundOn ? Math.ceil(shifted) : Math.floor(shifted)) / power;
}

interface Counting {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** The integers from `start` to before `stop`; none when the step leads away from it. */
function countUp({ start, stop, step }: Counting, { run }: Call): number[] {
  if (stop < start ? step >= 0 : step <= 0) return [];
  run.checkTextLength((stop - start) / step);
  const numbers: number[] = [];
  for (let value = start; step > 0 ? value < stop : value > stop; value += step) numbers.push(value);
  return numbers;
}

function integers(numbers: readonly number[]): GoSlice {
  return new GoSlice(INT_SLICE, numbers.map(goInt));
}

function sequence(parameters: readonly number[], call: Call): string {
  const [first = 1, second = 1, third] = parameters;
  if (parameters.length === 0 || parameters.length > 3) return '';
  const start = parameters.length === 1 ? 1 : first;
  const end = parameters.length === 1 ? first : (third ?? second);
  const direction = end < start ? -1 : 1;
  if (third === undefined) return countUp({ start, stop: end + direction, step: direction }, call).join(' ');
  if (end < start && second > 0) return '';
  return countUp({ start, stop: end + direction, step: second }, call).join(' ');
}
