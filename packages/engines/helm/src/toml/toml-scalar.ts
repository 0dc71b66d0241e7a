import {
  fixedZone,
  type GoValue,
  goInt64,
  goTime,
  type Moment,
  parseGoFloat,
  parseGoInt,
  parseTime,
  quoteRune,
  quoteText,
  UTC,
} from '@gotk/go-template';
import { isBlank, type TomlCursor } from './toml-cursor.js';

/** Dates and times without a zone keep that in the name of theirs. */
const DATETIME_LOCAL = fixedZone('datetime-local', 0);
const DATE_LOCAL = fixedZone('date-local', 0);
const TIME_LOCAL = fixedZone('time-local', 0);

const TIME_LAYOUTS = [
  { layout: '2006-01-02T15:04:05.999999999Z07:00', zone: UTC },
  { layout: '2006-01-02T15:04:05.999999999', zone: DATETIME_LOCAL },
  { layout: '2006-01-02', zone: DATE_LOCAL },
  { layout: '15:04:05.999999999', zone: TIME_LOCAL },
  { layout: '2006-01-02T15:04Z07:00', zone: UTC },
  { layout: '2006-01-02T15:04', zone: DATETIME_LOCAL },
  { layout: '15:04', zone: TIME_LOCAL },
];

/** The layout of a time by the name of its zone. */
export function layoutOfLocalTime({ zone }: Moment): string | undefined {
  if (zone === DATETIME_LOCAL) return '2006-01-02T15:04:05.999999999';
  if (zone === DATE_LOCAL) return '2006-01-02';
  return zone === TIME_LOCAL ? '15:04:05.999999999' : undefined;
}

/** Reads a number or a time that begins with a digit. @throws TomlProblem */
export function readNumberOrTime(cursor: TomlCursor): GoValue {
  const start = cursor.position;
  const based = /^0([box])/.exec(cursor.text.slice(start, start + 2))?.[1];
  if (based !== undefined) return readBased(cursor, based);
  cursor.takeWhile(isDigit);
  const follower = cursor.peek();
  // After a lone zero no date can follow, for that takes four digits and a time two.
  if ((follower === '-' || follower === ':') && cursor.text.slice(start, cursor.position) !== '0')
    return readTime(cursor, start);
  return readDecimal(cursor, start);
}

const BASES: Readonly<Record<string, { readonly kind: string; readonly digit: RegExp }>> = {
  b: { kind: 'a binary', digit: /^[01]$/ },
  o: { kind: 'an octal', digit: /^[0-7]$/ },
  x: { kind: 'a hexadecimal', digit: /^[0-9a-fA-F]$/ },
};

function readBased(cursor: TomlCursor, base: string): GoValue {
  const { kind, digit } = BASES[base] ?? { kind: '', digit: /^$/ };
  const start = cursor.position;
  cursor.next();
  cursor.next();
  const first = cursor.peek();
  if (!digit.test(first)) cursor.fail(`not ${kind} number: '0${base}${first === '' ? '\0' : first}'`);
  cursor.takeWhile((character) => character === '_' || digit.test(character));
  return integerOf(cursor, cursor.text.slice(start, cursor.position));
}

/** Reads a number after its sign was seen. @throws TomlProblem */
export function readSigned(cursor: TomlCursor): GoValue {
  const start = cursor.position;
  cursor.next();
  const first = cursor.next();
  const read = (): string => cursor.text.slice(start, cursor.position);
  if (first === 'i' || first === 'n') {
    const rest = first === 'i' ? 'nf' : 'an';
    for (const letter of rest) if (!cursor.accept(letter)) cursor.fail(`invalid float: '${read()}'`);
    return floatOf(cursor, read());
  }
  if (first === '.') cursor.fail("floats must start with a digit, not '.'");
  if (first === '0' && 'box'.includes(cursor.peek()) && cursor.peek() !== '') {
    cursor.fail(`cannot use sign with non-decimal numbers: '${read()}${cursor.peek()}'`);
  }
  if (!isDigit(first)) cursor.fail(`expected a digit but got ${quoteCharacter(first)}`);
  return readDecimal(cursor, start);
}

function readDecimal(cursor: TomlCursor, start: number): GoValue {
  cursor.takeWhile((character) => isDigit(character) || character === '_');
  const isFloat = /[.eE]/.test(cursor.peek());
  if (isFloat) cursor.takeWhile((character) => isDigit(character) || '_.-+eE'.includes(character));
  const text = cursor.text.slice(start, cursor.position);
  return isFloat ? floatOf(cursor, text) : integerOf(cursor, text);
}

function readTime(cursor: TomlCursor, start: number): GoValue {
  cursor.takeWhile((character) =>
    isDigit(character) || isBlank(character) ? character !== '\t' : '-:Tt.Zz+'.includes(character),
  );
  const text = cursor.text.slice(start, cursor.position).trim();
  const normal = text.replaceAll('z', 'Z').replaceAll('t', 'T').replaceAll(' ', 'T');
  for (const { layout, zone } of TIME_LAYOUTS) {
    const moment = tryParse(layout, { text: normal, zone });
    if (moment === undefined) continue;
    if (lacksLeadingZero(normal, layout)) break;
    return goTime(moment);
  }
  return cursor.fail(`invalid datetime: ${quoteText(normal)}`);
}

function tryParse(
  layout: string,
  { text, zone }: { readonly text: string; readonly zone: Moment['zone'] },
): Moment | undefined {
  try {
    return parseTime(layout, text, zone);
  } catch {
    return undefined;
  }
}

/** The layouts take hours of one digit, TOML does not. */
function lacksLeadingZero(text: string, layout: string): boolean {
  const fixed = layout.split(/[.Z]/, 1)[0] ?? '';
  return [...fixed].some((character, index) => !isDigit(character) && text.charAt(index) !== character);
}

function integerOf(cursor: TomlCursor, text: string): GoValue {
  if (!hasGoodUnderscores(text)) {
    cursor.fail(`Invalid integer ${quoteText(text)}: underscores must be surrounded by digits`);
  }
  if (hasLeadingZero(text)) cursor.fail(`Invalid integer ${quoteText(text)}: cannot have leading zeroes`);
  const parsed = parseGoInt(text, 0);
  if (!parsed.ok) return cursor.fail(`${text} is out of range for int64`);
  const number = Number(parsed.value);
  return goInt64(Number.isSafeInteger(number) ? number : parsed.value);
}

/** Gives the float that a text stands for. @throws TomlProblem */
export function floatOf(cursor: TomlCursor, text: string): number {
  const parts = text.split(/[.eE]/).filter((part) => part !== '');
  if (!parts.every(hasGoodUnderscores)) {
    cursor.fail(`Invalid float ${quoteText(text)}: underscores must be surrounded by digits`);
  }
  if (hasLeadingZero(parts[0] ?? '')) cursor.fail(`Invalid float ${quoteText(text)}: cannot have leading zeroes`);
  if (/\.(?![0-9])/.test(text)) {
    cursor.fail(`Invalid float ${quoteText(text)}: '.' must be followed by one or more digits`);
  }
  const parsed = parseGoFloat(text.replaceAll('_', '').replace(/^[+-](?=nan$)/, ''));
  if (parsed.ok) return parsed.value;
  if (parsed.problem === 'value out of range') return cursor.fail(`${text} is out of range for float64`);
  return cursor.fail(`Invalid float value: ${quoteText(text)}`);
}

function hasGoodUnderscores(text: string): boolean {
  if (/^[+-]?(?:nan|inf)$/.test(text)) return true;
  return /[0-9a-fA-F]$/.test(text) && !/(?:^|[^0-9a-fA-F])_/.test(text);
}

function hasLeadingZero(text: string): boolean {
  return /^0[^box]/.test(text) || /^[+-]0./.test(text);
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

/** A character as `%q` shows it; the end of the text is a zero. */
export function quoteCharacter(character: string): string {
  return quoteRune(character.codePointAt(0) ?? 0, false);
}
