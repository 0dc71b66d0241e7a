import { compareUtf8 } from '@gotk/json';
import { STRING } from '../../types/cel-type.js';
import { CelList } from '../../values/cel-list.js';
import { CelMap } from '../../values/cel-map.js';
import { CelTimestamp } from '../../values/cel-time.js';
import { convertTo } from '../../values/convert.js';
import { decimalText } from '../../values/decimal-text.js';
import { type CelValue, typeOf } from '../../values/value.js';
import { SECOND_MESSAGES } from './clause-messages.js';
import { fixedText, scientificText } from './float-text.js';
import { binaryClause, hexClause, octalClause, refusedBy, wholeOf } from './integer-clauses.js';
import { type FormatClauses, renderFormat } from './parse-format.js';

/** The second version of `format`, which Flux uses. @throws CelError */
export function formatSecond(text: string, args: CelList): string {
  return renderFormat(text, [...args], CLAUSES);
}

const CLAUSES: FormatClauses<CelValue> = {
  text: textOf,
  decimal: decimalOf,
  fixed: (value, precision) => numberOf(value, { verb: 'f', precision, render: fixedText }),
  scientific: (value, precision) => numberOf(value, { verb: 'e', precision, render: scientificText }),
  binary: (value) => binaryClause(value, SECOND_MESSAGES),
  hex: (value, upper) => hexClause(value, upper, SECOND_MESSAGES),
  octal: (value) => octalClause(value, SECOND_MESSAGES),
};

function textOf(value: CelValue): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isFinite(value) ? decimalText(value) : infinite(value);
  if (value instanceof Uint8Array) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(value);
  if (value instanceof CelTimestamp) return textOfTime(value);
  if (value instanceof CelList) return `[${[...value].map(textOf).join(', ')}]`;
  if (value instanceof CelMap) return mapOf(value);
  if (['opaque', 'struct'].includes(typeOf(value).kind)) throw refusedBy(SECOND_MESSAGES.text, value);
  return convertTo(STRING, value) as string;
}

function textOfTime(time: CelTimestamp): string {
  return convertTo(STRING, new CelTimestamp(time.nanoseconds)) as string;
}

function mapOf(map: CelMap): string {
  const entries = [...map.keys()].map((key) => [textOf(key), textOf(map.find(key) ?? null)] as const);
  const sorted = entries.toSorted(([a], [b]) => compareUtf8(a, b));
  return `{${sorted.map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
}

function decimalOf(value: CelValue): string {
  if (typeof value === 'number') return textOf(value);
  const whole = wholeOf(value);
  if (whole === undefined) throw refusedBy(SECOND_MESSAGES.decimal, value);
  return String(whole);
}

interface NumberClause {
  readonly verb: 'f' | 'e';
  readonly precision: number;
  readonly render: (value: number, precision: number) => string;
}

/** Integers are taken, but shown as Go shows what a verb does not fit: with as many digits as the precision says. */
function numberOf(value: CelValue, { verb, precision, render }: NumberClause): string {
  if (typeof value === 'number') return Number.isFinite(value) ? render(value, precision) : infinite(value);
  const whole = wholeOf(value);
  if (whole === undefined) throw refusedBy(verb === 'f' ? SECOND_MESSAGES.fixed : SECOND_MESSAGES.scientific, value);
  const digits = String(whole).replace(/\d+/, (all) =>
    precision === 0 && whole === 0n ? '' : all.padStart(precision, '0'),
  );
  return `%!${verb}(${typeof value === 'bigint' ? 'int64' : 'uint64'}=${digits})`;
}

function infinite(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}
