import { GoInt } from '../value/go-int.js';
import { type GoValue, typeName } from '../value/go-value.js';
import { type FormatSpec, plainSpec } from './format-spec.js';
import { printArgument, valueText } from './print-value.js';

const MAX_WIDTH = 1_000_000;

/** Where fmt stands in a format and its arguments. */
interface Progress {
  readonly format: string;
  readonly args: readonly GoValue[];
  index: number;
  argument: number;
  /** An explicit index such as `[2]` was used somewhere. */
  reordered: boolean;
  /** The last explicit index named an argument there is. */
  goodIndex: boolean;
}

/** fmt.Sprintf. */
export function sprintf(format: string, args: readonly GoValue[]): string {
  const progress: Progress = { format, args, index: 0, argument: 0, reordered: false, goodIndex: true };
  let out = '';
  while (progress.index < format.length) {
    const percent = format.indexOf('%', progress.index);
    if (percent === -1) {
      out += format.slice(progress.index);
      break;
    }
    out += format.slice(progress.index, percent);
    progress.index = percent + 1;
    out += directive(progress);
  }
  if (!progress.reordered && progress.argument < args.length) out += extraArguments(args.slice(progress.argument));
  return out;
}

/** fmt.Sprint: a space between two arguments when neither is a string. */
export function sprint(args: readonly GoValue[]): string {
  let out = '';
  for (const [index, value] of args.entries()) {
    if (index > 0 && typeof value !== 'string' && typeof args[index - 1] !== 'string') out += ' ';
    out += valueText(value);
  }
  return out;
}

/** fmt.Sprintln. */
export function sprintln(args: readonly GoValue[]): string {
  return `${args.map(valueText).join(' ')}\n`;
}

function directive(progress: Progress): string {
  const spec = plainSpec();
  progress.goodIndex = true;
  readFlags(progress, spec);
  const problems = readNumbers(progress, spec);
  const { format, index } = progress;
  if (index >= format.length) return `${problems}%!(NOVERB)`;
  const verb = String.fromCodePoint(format.codePointAt(index) ?? 0);
  progress.index += verb.length;
  return problems + printVerb(progress, verb, spec);
}

function printVerb(progress: Progress, verb: string, spec: FormatSpec): string {
  if (verb === '%') return '%';
  if (!progress.goodIndex) return `%!${verb}(BADINDEX)`;
  if (progress.argument >= progress.args.length) return `%!${verb}(MISSING)`;
  if (verb === 'v' || verb === 'w') {
    spec.sharpV = spec.sharp;
    spec.plusV = spec.plus;
    spec.sharp = false;
    spec.plus = false;
  }
  return printArgument(progress.args[progress.argument++], { verb, spec });
}

function readFlags(progress: Progress, spec: FormatSpec): void {
  for (; progress.index < progress.format.length; progress.index++) {
    switch (progress.format.charAt(progress.index)) {
      case '#':
        spec.sharp = true;
        break;
      case '0':
        spec.zero = true;
        break;
      case '+':
        spec.plus = true;
        break;
      case '-':
        spec.minus = true;
        break;
      case ' ':
        spec.space = true;
        break;
      default:
        return;
    }
  }
}

/** Reads `[n]`, width and precision; returns what fmt prints for bad ones. */
function readNumbers(progress: Progress, spec: FormatSpec): string {
  let afterIndex = readIndex(progress);
  let problems = '';
  if (progress.format.charAt(progress.index) === '*') {
    problems += readStarWidth(progress, spec);
    afterIndex = false;
  } else {
    spec.width = readNumber(progress);
    if (afterIndex && spec.width !== undefined) progress.goodIndex = false;
  }
  if (progress.format.charAt(progress.index) === '.' && progress.index + 1 < progress.format.length) {
    progress.index++;
    if (afterIndex) progress.goodIndex = false;
    afterIndex = readIndex(progress);
    if (progress.format.charAt(progress.index) === '*') {
      problems += readStarPrecision(progress, spec);
      afterIndex = false;
    } else spec.precision = readNumber(progress) ?? 0;
  }
  if (!afterIndex) readIndex(progress);
  return problems;
}

function readStarWidth(progress: Progress, spec: FormatSpec): string {
  progress.index++;
  const width = takeInteger(progress);
  if (width === undefined) return '%!(BADWIDTH)';
  spec.width = Math.abs(width);
  if (width < 0) {
    spec.minus = true;
    spec.zero = false;
  }
  return '';
}

function readStarPrecision(progress: Progress, spec: FormatSpec): string {
  progress.index++;
  const precision = takeInteger(progress);
  if (precision === undefined || precision < 0) return '%!(BADPREC)';
  spec.precision = precision;
  return '';
}

function takeInteger(progress: Progress): number | undefined {
  if (progress.argument >= progress.args.length) return undefined;
  const value = progress.args[progress.argument++];
  if (!(value instanceof GoInt)) return undefined;
  const number = Number(value.value);
  return Math.abs(number) > MAX_WIDTH ? undefined : number;
}

/** Decimal digits at the current place, or `undefined` when there are none. A crazily long number ends the format. */
function readNumber(progress: Progress): number | undefined {
  const digits = /^[0-9]+/.exec(progress.format.slice(progress.index, progress.index + 20))?.[0];
  if (digits === undefined) return undefined;
  if (Number(digits.slice(0, -1)) > MAX_WIDTH) {
    progress.index = progress.format.length;
    return undefined;
  }
  progress.index += digits.length;
  return Number(digits);
}

/** Reads an explicit argument index `[n]`; tells whether there was a well-formed one. */
function readIndex(progress: Progress): boolean {
  const { format, index, args } = progress;
  if (format.charAt(index) !== '[') return false;
  progress.reordered = true;
  const close = format.indexOf(']', index);
  if (close === -1) {
    progress.goodIndex = false;
    progress.index += 1;
    return false;
  }
  progress.index = close + 1;
  const digits = format.slice(index + 1, close);
  const wellFormed = /^[0-9]+$/.test(digits) && Number(digits.slice(0, -1) || '0') <= MAX_WIDTH;
  const wanted = Number(digits) - 1;
  if (wellFormed && wanted >= 0 && wanted < args.length) progress.argument = wanted;
  else progress.goodIndex = false;
  return wellFormed;
}

function extraArguments(extra: readonly GoValue[]): string {
  const shown = extra.map((value) => {
    return value === null || value === undefined ? '<nil>' : `${typeName(value)}=${valueText(value)}`;
  });
  return `%!(EXTRA ${shown.join(', ')})`;
}
